import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import { ArgumentRangeError } from '../errors.ts';
import { seededRandom } from '../random.ts';
import {
  defectKinds,
  leastVisibility,
  type PartKind,
  partKinds,
  type PartSample,
  renderPart,
  type RenderOptions,
  visibleLevels,
} from './index.ts';
import { designOf } from './kinds/index.ts';
import { featuresOf, partDistance } from './design.ts';
import { drawView } from './pose.ts';
import { paintSurface } from './surface.ts';

const kinds: readonly PartKind[] = [...partKinds, 'procedural:17', 'procedural:18'];
const size = { width: 112, height: 96 };
const digest = ({ image, mask }: PartSample): string =>
  bytesToHex(sha256(Uint8Array.of(...image.data, ...mask))).slice(0, 16);

describe('renderPart', () => {
  it('renders the same bytes for the same options, others for another seed', () => {
    const options: RenderOptions = { kind: 'gear', seed: 3, size: 64, defect: 'dent' };
    expect(renderPart(options)).toEqual(renderPart(options));
    expect(digest(renderPart({ ...options, seed: 4 }))).not.toBe(digest(renderPart(options)));
  });

  // Written down on x64 Linux with Node 20: fails where arithmetic differs, or a design has changed.
  it.each<[PartKind, string]>([
    ['washer', 'a2a0de254eb8f045'],
    ['hex-nut', '4698752f1f61bb43'],
    ['gear', '32555031bd0ee42f'],
    ['circuit-board', '5500dc7256a32257'],
    ['connector', '123adbfefcad6b33'],
    ['bottle-cap', '6527040a81c45d93'],
    ['bracket', 'dcce4b577d3a6ecb'],
    ['tablet', '61405c80c08331f8'],
    ['procedural:17', '83e0960926422f24'],
    ['procedural:18', '97a22dc73a719159'],
  ])('renders %s as on every other machine', (kind, expected) => {
    const sample = renderPart({ kind, seed: 1, size: 64, defect: 'scratch', pose: 'free' });
    expect(digest(sample)).toBe(expected);
  });

  it.each<[number, number]>([
    [16, 16],
    [200, 40],
    [33, 120],
  ])('renders %i x %i pixels', (width, height) => {
    const { image, mask } = renderPart({ kind: 'washer', seed: 1, size: { width, height } });
    expect([image.width, image.height]).toEqual([width, height]);
    expect(image.data).toHaveLength(width * height * 3);
    expect(mask).toHaveLength(width * height);
  });

  it('varies pose and light only as far as it may', () => {
    const still = { kind: 'bracket', size: 64, noise: 0, pose: 'fixed', light: 'fixed' } as const;
    const [one, two] = [
      { ...still, seed: 1 },
      { ...still, seed: 2 },
    ];
    const fixed = meanDifference(one, two);
    expect(
      meanDifference({ ...one, light: 'varied' }, { ...two, light: 'varied' }),
    ).toBeGreaterThan(fixed);
    expect(meanDifference({ ...one, pose: 'free' }, { ...two, pose: 'free' })).toBeGreaterThan(
      2 * fixed,
    );
  });
});

describe.each(kinds)('%s', (kind) => {
  const design = designOf(kind);

  it('lies within the picture in any pose', () => {
    for (let seed = 0; seed < 12; seed++) {
      const view = drawView({ width: 48, height: 48 }, 'free', seededRandom(seed));
      const { coverage } = paintSurface(design, view, 1);
      const border = coverage.filter(
        (_, i) => i % 48 === 0 || i % 48 === 47 || i < 48 || i >= 47 * 48,
      );
      expect(Math.max(...border)).toBe(0);
      expect(Math.max(...coverage)).toBe(1);
    }
  });

  it.each(defectKinds)('shows %s where the mask says, and nowhere else', (defect) => {
    const seed = 7;
    const good = renderPart({ kind, seed, size });
    const flawed = renderPart({ kind, seed, size, defect });
    expect([flawed.kind, flawed.defect, good.defect]).toEqual([kind, defect, null]);
    expect(good.mask.every((value) => value === 0)).toBe(true);

    const changed = levelsChanged(good, flawed);
    const nearMask = changed.filter((_, i) => isNear(flawed.mask, i));
    const inMask = changed.filter((_, i) => flawed.mask[i] === 1);
    const visible = inMask.filter((levels) => levels >= visibleLevels);
    expect(inMask.length).toBeGreaterThanOrEqual(6);
    expect(inMask.length).toBeLessThan(0.25 * changed.length);
    expect(visible.length).toBeGreaterThanOrEqual(leastVisibility * inMask.length);
    expect(sum(nearMask)).toBe(sum(changed));
  });
});

/** Mean over the pixels of the greatest change of a channel. */
function meanDifference(a: RenderOptions, b: RenderOptions): number {
  const changed = levelsChanged(renderPart(a), renderPart(b));
  return sum(changed) / changed.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Greatest change of a channel at each pixel. */
function levelsChanged(a: PartSample, b: PartSample): number[] {
  return Array.from(a.mask, (_, i) =>
    Math.max(...[0, 1, 2].map((c) => Math.abs(a.image.data[3 * i + c] - b.image.data[3 * i + c]))),
  );
}

function isNear(mask: Uint8Array, pixel: number): boolean {
  const { width, height } = size;
  const [column, row] = [pixel % width, Math.floor(pixel / width)];
  for (let y = Math.max(0, row - 1); y <= Math.min(height - 1, row + 1); y++) {
    for (let x = Math.max(0, column - 1); x <= Math.min(width - 1, column + 1); x++) {
      if (mask[y * width + x] === 1) return true;
    }
  }
  return false;
}

describe('procedural categories', () => {
  const numbers = Array.from({ length: 200 }, (_, n) => n);

  it('are all different', () => {
    const still = { seed: 1, size: 24, pose: 'fixed', light: 'fixed', noise: 0 } as const;
    const digests = numbers.map((n) => digest(renderPart({ ...still, kind: `procedural:${n}` })));
    expect(new Set(digests).size).toBe(numbers.length);
  });

  it('all fit the picture, have material and a feature to miss', () => {
    for (const n of numbers) {
      const design = designOf(`procedural:${n}`);
      const distance = partDistance(design);
      for (let i = 0; i < 64; i++) {
        const angle = (2 * Math.PI * i) / 64;
        expect(distance(1.22 * Math.cos(angle), 1.22 * Math.sin(angle))).toBeGreaterThan(0);
      }
      expect(featuresOf(design).length).toBeGreaterThan(0);
    }
  });
});

describe('renderPart refuses', () => {
  const good: RenderOptions = { kind: 'washer', seed: 1, size: 64 };

  it.each([
    ['an unknown kind', { kind: 'sprocket' }, /sprocket.*washer, hex-nut.*procedural:N/],
    ['a category without a number', { kind: 'procedural:x' }, /procedural:x/],
    ['a key of every object', { kind: 'toString' }, /toString/],
    ['an unknown defect', { defect: 'rust' }, /rust.*scratch, dent/],
    ['a small picture', { size: 15 }, /width = 15.*16 to 4096/],
    ['a broken size', { size: { width: 64, height: 20.5 } }, /height = 20.5/],
    ['a size that is no number', { size: Number.NaN }, /width = NaN/],
    ['a broken seed', { seed: 0.5 }, /seed = 0.5/],
    ['negative noise', { noise: -1 }, /noise = -1/],
    ['an unknown pose', { pose: 'wild' }, /wild.*fixed, small, free/],
    ['an unknown light', { light: 'dim' }, /dim.*fixed, varied/],
  ])('%s', (_, change, message) => {
    const attempt = (): PartSample => renderPart(Object.assign({}, good, change));
    expect(attempt).toThrow(ArgumentRangeError);
    expect(attempt).toThrow(message);
  });
});
