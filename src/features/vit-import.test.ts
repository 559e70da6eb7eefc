import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readFixture } from '../../test/helpers/fixture.ts';
import { runModel } from '../../test/helpers/run-graph.ts';
import { randomMap } from '../../test/helpers/run-layers.ts';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { vitArrays, vitState } from '../../test/helpers/vit-state.ts';
import { ArgumentRangeError } from '../errors.ts';
import type { VitName } from '../nn/vision-transformer.ts';
import { readModelInfo } from './model-info.ts';
import type { StateDictImport } from './network-import.ts';
import { importStateDict } from './state-dict-import.ts';

const description = { name: 'test', licence: 'CC0-1.0', provenance: 'a test' };

/** A transformer of two blocks and 128 channels. */
function importing(name: VitName, options: Partial<StateDictImport> = {}) {
  const { arrays } = readFixture(`nn/${name}`, z.object({ arrays: vitArrays }));
  return importStateDict(name, vitState(3, arrays), { ...description, ...options });
}

describe('importVisionTransformer()', () => {
  it('makes a model of one size, with the settings that AnomalyDINO publishes', () => {
    const { model, unused } = importing('dinov2-small');
    const { levels, defaultLevels, preprocessing, defaults } = readModelInfo(model);
    expect(levels).toEqual([
      { name: 'block1', channels: 128 },
      { name: 'block2', channels: 128 },
    ]);
    expect(defaultLevels).toEqual(['block2']);
    expect(preprocessing).toMatchObject({ size: 448, isSizeFixed: true, sizeMultiple: 14 });
    expect(preprocessing.mean).toEqual([0.485, 0.456, 0.406]);
    expect(defaults).toEqual({
      neighbourhood: 1,
      metric: 'cosine',
      score: 'top-mean',
      pose: [45, 90, 135, 180, 225, 270, 315],
    });
    expect(unused).toEqual(['embeddings.mask_token']);
  });

  it('takes another size, other defaults and some levels', () => {
    const levels = [{ name: 'block1' }];
    const options = { preprocessing: { size: 96 }, defaults: { pose: 'fixed' }, levels };
    const info = readModelInfo(importing('dinov3-small', options).model);
    expect(info.preprocessing).toMatchObject({ size: 96, sizeMultiple: 16 });
    expect(info.defaults).toMatchObject({ pose: 'fixed', metric: 'cosine' });
    expect(info.levels).toEqual([{ name: 'block1', channels: 128 }]);
    expect(info.defaultLevels).toEqual(['block1']);
  });

  it.each<[VitName, number, string]>([
    ['dinov2-small', 450, 'a multiple of 14, such as 448 or 462'],
    ['dino-small', 450, 'a multiple of 16, such as 448 or 464'],
  ])('names the sizes next to one that %s cannot take', (name, size, expected) => {
    const refused = (): unknown => importing(name, { preprocessing: { size } });
    expect(refused).toThrow(ArgumentRangeError);
    expect(refused).toThrow(`Cannot use size = ${size}: expected ${expected}`);
  });
});

describeOnRuntimes('a vision transformer in half precision', (runtime) => {
  it.each<VitName>(['dinov2-small-registers', 'dinov3-small'])(
    'takes half the room, and computes the same but for rounding: %s',
    async (name) => {
      const size = name === 'dinov3-small' ? 64 : 56;
      const [whole, half] = (['float32', 'float16'] as const).map(
        (storage) => importing(name, { storage, preprocessing: { size } }).model,
      );
      expect(half.length).toBeLessThan(0.53 * whole.length);
      const input = randomMap([1, 3, size, size]);
      const [a, b] = await Promise.all([
        runModel(runtime, whole, { input }),
        runModel(runtime, half, { input }),
      ]);
      const errors = a['block2'].values.map((y, i) => Math.abs(y - b['block2'].values[i]));
      expect(Math.max(...errors)).toBeLessThan(0.02); // features are about 1
      expect(Math.max(...errors)).toBeGreaterThan(0);
    },
  );
});
