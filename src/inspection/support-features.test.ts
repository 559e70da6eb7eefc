import { describe, expect, it } from 'vitest';
import type { FeatureExtractor } from '../features/feature-extractor.ts';
import type { Augmentation } from '../image/augmentation.ts';
import { matrix } from '../tensor/matrix.ts';
import { extractVariants, selectVariants, variant } from './support-features.ts';

/**
 * Two levels of the picture's first value v: [v, 0] and [v + 1, 0] on a 1×2 grid, [10 v, 0] on a 1×1 grid;
 * [100 v, 0] as the coarsest.
 */
const extractor: Pick<FeatureExtractor, 'extract'> = {
  extract: ({ data: [v] }) =>
    Promise.resolve({
      levels: [
        { features: matrix(Float32Array.of(v, 0, v + 1, 0), 2, 2), width: 2, height: 1 },
        { features: matrix(Float32Array.of(10 * v, 0), 1, 2), width: 1, height: 1 },
      ],
      coarse: { features: matrix(Float32Array.of(100 * v, 0), 1, 2), width: 1, height: 1 },
    }),
};

function plus(amount: number): Augmentation {
  const apply: Augmentation['apply'] = ({ data, ...size }) => {
    return { ...size, data: data.map((value) => value + amount) };
  };
  return { name: `plus ${amount}`, changes: 'light', apply };
}

const image = { data: Uint8Array.of(255, 0, 0), width: 1, height: 1 };

describe('extractVariants()', () => {
  it('puts the variants of each level one below the other, in their order', async () => {
    const progress: number[] = [];
    const augmentations = [plus(0), plus(4), plus(2)];
    const { levels, coarse } = await extractVariants(extractor, image, augmentations, () =>
      progress.push(progress.length + 1),
    );
    expect(levels).toEqual([
      {
        features: matrix(Float32Array.of(1, 0, 2, 0, 5, 0, 6, 0, 3, 0, 4, 0), 6, 2),
        width: 2,
        height: 1,
      },
      { features: matrix(Float32Array.of(10, 0, 50, 0, 30, 0), 3, 2), width: 1, height: 1 },
    ]);
    expect(coarse.features).toEqual(matrix(Float32Array.of(100, 0, 500, 0, 300, 0), 3, 2));
    expect(progress).toEqual([1, 2, 3]);
  });
});

describe('variant()', () => {
  it('gives one variant back, as views', async () => {
    const all = await extractVariants(extractor, image, [plus(0), plus(4)], () => undefined);
    const { levels, coarse } = variant(all, 1);
    const [a, b] = levels;
    expect(a).toEqual({ features: matrix(Float32Array.of(5, 0, 6, 0), 2, 2), width: 2, height: 1 });
    expect(b.features.data).toEqual(Float32Array.of(50, 0));
    expect(coarse.features.data).toEqual(Float32Array.of(500, 0));
    expect(a.features.data.buffer).toBe(all.levels[0].features.data.buffer);
  });
});

describe('selectVariants()', () => {
  it('gives some variants back, in the order asked for', async () => {
    const [all, some] = [
      [0, 4, 2],
      [2, 0],
    ].map((values) => extractVariants(extractor, image, values.map(plus), () => undefined));
    expect(selectVariants(await all, [2, 0])).toEqual(await some);
  });
});
