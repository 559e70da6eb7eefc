import { expect, it } from 'vitest';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { drawParts, smallModel } from '../../test/helpers/small-part.ts';
import type { RgbImage } from '../image/rgb-image.ts';
import { resizeBilinear } from '../image/resize.ts';
import type { Runtime } from '../runtime.ts';
import { createBackbone } from './backbone.ts';
import { readModelInfo } from './model-info.ts';
import { quantizeModel } from './quantize-model.ts';

const LEVELS = ['layer1', 'layer2', 'layer3'];
const pictures = drawParts().map(({ image }) => resizeBilinear(image, 64, 64));

describeOnRuntimes('quantizeModel()', (runtime, create) => {
  it('changes levels by less than a tenth of their length', async () => {
    const model = await quantized(runtime);
    const [exact, near] = [await maps(runtime, smallModel()), await maps(runtime, model)];
    for (const [l, { data, ...shape }] of exact.entries()) {
      const { data: other, ...otherShape } = near[l];
      expect(otherShape).toEqual(shape);
      const error = Math.hypot(...data.map((value, i) => value - other[i])) / Math.hypot(...data);
      expect(error).toBeGreaterThan(0);
      expect(error).toBeLessThan(0.1);
    }
  });

  it('makes the same file again, on one thread and on two, and it the same levels', async () => {
    const [once, again] = [await quantized(create(1)), await quantized(create(2))];
    expect(again).toEqual(once);
    expect(await maps(create(2), once)).toEqual(await maps(create(1), once));
  });

  it('says what it is', async () => {
    const [before, after] = [readModelInfo(smallModel()), readModelInfo(await quantized(runtime))];
    expect(after).toEqual({
      ...before,
      name: 'small, int8',
      provenance: `random; convolutions quantized, ranges of ${pictures.length} pictures, from the model ${before.sha256.slice(0, 12)}`,
      sha256: after.sha256,
    });
    expect(after.sha256).not.toBe(before.sha256);
  });

  it('needs pictures', async () => {
    await expect(quantizeModel(smallModel(), each([]), { runtime })).rejects.toThrow(
      'Cannot use the model small: there are no pictures to take ranges from: expected some of good parts',
    );
  });
});

function quantized(runtime: Runtime): Promise<Uint8Array> {
  return quantizeModel(smallModel(), each(pictures), { runtime });
}

async function maps(runtime: Runtime, model: Uint8Array) {
  const backbone = await createBackbone(runtime, model, LEVELS);
  const result = await backbone.run(pictures[0], LEVELS);
  await backbone.release();
  return result;
}

async function* each(images: readonly RgbImage[]): AsyncGenerator<RgbImage, void> {
  yield* images;
}
