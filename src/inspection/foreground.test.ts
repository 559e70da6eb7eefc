import { describe, expect, it } from 'vitest';

import { findModel } from '../node/runtime/model-lookup.ts';
import { nodeRuntime } from '../node/runtime/runtime.ts';
import { type PartKind, type PoseFreedom, renderPart } from '../synthetic/index.ts';
import type { RgbImage } from '../image/rgb-image.ts';
import { enroll } from './enrolment.ts';
import type { Foreground } from './agreed-foreground.ts';
import { findForeground } from './foreground.ts';
import { Inspector } from './inspector.ts';
import type { NamedImage } from './support-pictures.ts';

const runtime = nodeRuntime({ threads: 1 });
const { bytes: model } = await findModel();
const SIZE = 224;

function draw(kind: PartKind, pose: PoseFreedom, count = 3): NamedImage[] {
  return Array.from({ length: count }, (_, i) => {
    const { image } = renderPart({ kind, seed: i + 1, size: SIZE, pose });
    return { name: `${i + 1}.png`, image };
  });
}

const find = async (pictures: readonly NamedImage[]): Promise<Foreground> =>
  findForeground(pictures, { runtime, model });

/** The picture with stripes in a rectangle. */
function striped(image: RgbImage, left: number, top: number, side: number): RgbImage {
  const data = image.data.slice();
  for (let y = top; y < top + side; y++) {
    for (let x = left; x < left + side; x++) {
      data.fill((x + y) % 8 < 4 ? 250 : 20, (y * SIZE + x) * 3, (y * SIZE + x) * 3 + 3);
    }
  }
  return { ...image, data };
}

/** The picture with the colour of its corner in a rectangle. */
function blank(image: RgbImage, left: number, right: number): RgbImage {
  const data = image.data.slice();
  for (let y = 0; y < SIZE; y++) {
    for (let x = left; x < right; x++) data.copyWithin((y * SIZE + x) * 3, 0, 3);
  }
  return { ...image, data };
}

describe('the foreground of good pictures', () => {
  it('holds the part, and leaves corners out, also with clutter in a good picture', async () => {
    const [first, ...others] = draw('connector', 'small');
    const cluttered = { ...first, image: striped(first.image, 6, 180, 36) };
    const { lookArea, share, agreement } = await findForeground([cluttered, ...others], {
      runtime,
      model,
    });
    const at = (x: number, y: number): number => lookArea.mask?.data[y * SIZE + x] ?? -1;
    expect([at(112, 112), at(40, 112), at(184, 112)]).toEqual([1, 1, 1]);
    expect([at(4, 4), at(219, 4), at(4, 219), at(219, 219), at(20, 195)]).toEqual([0, 0, 0, 0, 0]);
    expect(share).toBeGreaterThan(0.3);
    expect(share).toBeLessThan(0.85);
    expect(agreement).toBeGreaterThan(0.75);
  });

  it('is refused of parts that lie at any angle, of surfaces, and of one picture', async () => {
    await expect(find(draw('bracket', 'free', 4))).rejects.toThrow('lies elsewhere');
    const zoomed = draw('circuit-board', 'small').map(({ name, image }) => ({
      name,
      image: cut(image, 70, 84),
    }));
    await expect(find(zoomed)).rejects.toThrow('expected parts in one place');
    await expect(find(draw('gear', 'small', 1))).rejects.toThrow('two or more');
  });

  it('forgives clutter beside the part, and hides no part that is missing', async () => {
    const pictures = draw('connector', 'small', 4);
    const options = { runtime, model, settings: { seed: 0 } };
    const judge = async (foreground: 'auto' | undefined) => {
      const part = await enroll(pictures, { ...options, foreground });
      const inspector = await Inspector.create(part, options);
      const { image } = renderPart({ kind: 'connector', seed: 9, size: SIZE, pose: 'small' });
      const verdicts: string[] = [];
      const shown = [
        image,
        striped(image, 4, 194, 24),
        blank(image, 0, SIZE),
        blank(image, 0, 112),
      ];
      for (const one of shown) verdicts.push((await inspector.inspect(one)).verdict);
      await inspector.release();
      return verdicts;
    };
    const [good, beside, absent, half] = await judge('auto');
    expect([good, beside]).toEqual(['pass', 'pass']);
    expect(absent).not.toBe('pass');
    expect(half).not.toBe('pass');
    expect((await judge(undefined))[1]).not.toBe('pass');
  }, 300_000);
});

/** A square of a picture. */
function cut({ data, width }: RgbImage, from: number, side: number): RgbImage {
  const cropped = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y++) {
    const start = ((from + y) * width + from) * 3;
    cropped.set(data.subarray(start, start + side * 3), y * side * 3);
  }
  return { data: cropped, width: side, height: side };
}
