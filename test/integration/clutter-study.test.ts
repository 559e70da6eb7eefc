import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { cornersOf, type LookArea } from '../../src/image/look-area.ts';
import type { RgbImage } from '../../src/image/rgb-image.ts';
import { seededRandom } from '../../src/random.ts';
import { renderPart } from '../../src/synthetic/index.ts';
import { CLUTTER_CASES, clutterRunSchema, clutterSummary } from '../../studies/clutter-figures.ts';
import {
  type ClutterItem,
  cutItem,
  drawnItem,
  outstanding,
  scaledItem,
} from '../../studies/clutter-items.ts';
import { cluttered } from '../../studies/clutter-places.ts';
import { runScript, useFolder } from '../cli/harness.ts';
import { drawCategory } from '../helpers/drawn-category.ts';
import { plainImage } from '../helpers/report-sample.ts';
import { smallModel } from '../helpers/small-part.ts';

const folder = useFolder();
const resultSchema = z.looseObject({
  all: z.array(z.looseObject({ method: z.string(), supportSets: z.int() })),
  runs: z.array(clutterRunSchema),
});

describe('studies/clutter.ts', () => {
  it('judges with things beside the part, by each way to say where to look', async () => {
    await writeFile(folder('small.onnx'), smallModel());
    await drawCategory(folder('washer'));
    await drawCategory(folder('nut'), 'hex-nut');
    const out = folder('clutter.json');
    const argv = ['washer@0.1,0.1,0.8,0.8', 'nut@0.1,0.1,0.8,0.8', '--pictures', '1'];
    const options = ['--drawn', 'gear', '--methods', 'none,region', '--out', out];
    const { code, log } = await runScript('studies/clutter.ts', [...argv, ...options], {
      env: { FEWGOOD_MODEL: folder('small.onnx'), FEWGOOD_DATA: folder() },
    });
    expect({ code, log }).toMatchObject({ code: 0 });
    const { all, runs } = resultSchema.parse(JSON.parse(await readFile(out, 'utf8')));
    expect(all).toMatchObject([
      { method: 'none', supportSets: 3 },
      { method: 'region', supportSets: 3 },
    ]);
    expect(runs.map(({ category, method }) => `${category} ${method}`)).toEqual([
      'washer none',
      'washer region',
      'nut none',
      'nut region',
      'drawn gear none',
      'drawn gear region',
    ]);
    for (const { cases } of runs) {
      expect(Object.keys(cases)).toEqual([...CLUTTER_CASES]);
      expect(cases.plain).toMatchObject({ good: 1, defective: 1 });
    }
  }, 300_000);

  it('wants to know where the part lies', async () => {
    const { code, log } = await runScript('studies/clutter.ts', ['washer', 'nut'], {});
    expect(code).toBe(2);
    expect(log).toContain('Cannot study washer: expected CATEGORY@SHAPE');
  });
});

const { image } = renderPart({ kind: 'gear', seed: 3, size: { width: 320, height: 240 } });
const declared: LookArea = {
  include: cornersOf({ x: 0.12, y: 0.02, width: 0.76, height: 0.96 }),
  ignore: [],
  mask: null,
};

/** Numbers of the pixels that differ. */
function changed(one: RgbImage, other: RgbImage): number[] {
  const pixels = Array.from({ length: one.width * one.height }, (_, i) => i);
  return pixels.filter((i) => [0, 1, 2].some((c) => one.data[3 * i + c] !== other.data[3 * i + c]));
}

/** A drawn part, cut out. */
function washer(): ClutterItem {
  const other = renderPart({ kind: 'washer', seed: 4, size: 96, pose: 'fixed' }).image;
  const item = cutItem(other);
  if (item === undefined) throw new Error('nothing stands out');
  return item;
}

describe('cluttered()', () => {
  const part = outstanding(image);

  it.each([1, 2, 3])('lays nothing over the part, seed %i', (seed) => {
    for (const place of ['away', 'near'] as const) {
      const shown = cluttered({ image, declared }, { place, make: drawnItem }, seededRandom(seed));
      const pixels = changed(image, shown ?? image);
      expect(pixels.length).toBeGreaterThan(50);
      expect(pixels.filter((i) => part[i] !== 0)).toEqual([]);
      const isWithin = pixels.filter((i) => i % 320 >= 39 && i % 320 < 281).length;
      expect(isWithin > 0).toBe(place === 'near');
    }
  });

  it('says where there is no place', () => {
    const whole: LookArea = { include: null, ignore: [], mask: null };
    const scene = { image, declared: whole };
    const plan = { place: 'away', make: drawnItem } as const;
    expect(cluttered(scene, plan, seededRandom(1))).toBeUndefined();
  });

  it('lays the parts of other pictures as they are', () => {
    const item = washer();
    expect(Math.max(scaledItem(item, 40).width, scaledItem(item, 40).height)).toBe(40);
    const make = (): ClutterItem => scaledItem(item, 30);
    const shown = cluttered({ image, declared }, { place: 'away', make }, seededRandom(1));
    expect(changed(image, shown ?? image).length).toBeGreaterThan(100);
    expect(cutItem(plainImage(40, 40, 90))).toBeUndefined();
  });
});

describe('clutterSummary()', () => {
  it('leaves out support sets of which a method was refused', () => {
    const of = { good: 4, goodPass: 3, goodUnjudged: 0, defective: 2, defectivePass: 1 };
    const run = { seed: 0, share: null, refused: null, cases: { plain: of } };
    const runs = [
      { ...run, category: 'a', method: 'none' as const },
      { ...run, category: 'b', method: 'none' as const },
      { ...run, category: 'b', method: 'foreground' as const, refused: 'no', cases: {} },
    ];
    expect(clutterSummary('none', runs)).toMatchObject({
      supportSets: 1,
      cases: { plain: { good: 4, falseRejects: 1, defective: 2, escapes: 1 } },
    });
  });
});
