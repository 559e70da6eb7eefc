import { describe, expect, it } from 'vitest';
import type { FeatureMap } from '../../features/patch-features.ts';
import { interpolateLevels, stackLevels } from './embedding.ts';

const fine: FeatureMap = {
  data: Float32Array.from({ length: 16 }, (_, i) => i),
  channels: 1,
  height: 4,
  width: 4,
};
const coarse: FeatureMap = { data: Float32Array.of(1, 2, 3, 4), channels: 1, height: 2, width: 2 };

describe('stackLevels()', () => {
  it('repeats coarse patches on the finest grid', () => {
    const { features, height, width } = stackLevels([fine, coarse]);
    expect([height, width, features.rows, features.cols]).toEqual([4, 4, 16, 2]);
    const columns = [...features.data].filter((_, i) => i % 2 === 1);
    expect(columns).toEqual([1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4]);
  });

  it('averages what is finer than the ceiling allows', () => {
    const { features } = stackLevels([fine, coarse], 15);
    expect([...features.data]).toEqual([2.5, 1, 4.5, 2, 10.5, 3, 12.5, 4]);
  });

  it('keeps the coarsest level where none is within the ceiling', () => {
    expect(stackLevels([fine, coarse], 1).features.rows).toBe(4);
  });

  it('averages overlapping cells where sides do not divide, as adaptive_avg_pool2d', () => {
    const odd = {
      data: Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8),
      channels: 1,
      height: 3,
      width: 3,
    };
    const { features } = stackLevels([odd, coarse], 4);
    expect([...features.data]).toEqual([2, 1, 3, 2, 5, 3, 6, 4]);
  });
});

describe('interpolateLevels()', () => {
  it('enlarges coarse levels bilinearly beside the fine one', () => {
    const { features } = interpolateLevels([fine, coarse], 1);
    const columns = [...features.data].filter((_, i) => i % 2 === 1);
    expect(columns.slice(0, 4)).toEqual([1, 1.25, 1.75, 2]);
  });
});
