import { describe, expect, it } from 'vitest';
import { falseRejectBound } from './false-reject-bound.ts';

describe('falseRejectBound', () => {
  it.each([
    [4, 1 - 0.05 ** (1 / 4)],
    [59, 1 - 0.05 ** (1 / 59)],
    [299, 1 - 0.05 ** (1 / 299)],
  ])('of none of %i is the closed form', (pictures, bound) => {
    expect(falseRejectBound(0, pictures)).toBeCloseTo(bound, 10);
  });

  // Upper one-sided 95 % limits of Clopper and Pearson, quantiles of Beta(k + 1, n − k).
  it.each([
    [1, 10, 0.394163],
    [2, 20, 0.282619],
    [5, 100, 0.102253],
  ])('of %i of %i is that of the beta distribution', (failed, pictures, bound) => {
    expect(falseRejectBound(failed, pictures)).toBeCloseTo(bound, 5);
  });

  it('says nothing where all fail, or there are none', () => {
    expect(falseRejectBound(3, 3)).toBe(1);
    expect(falseRejectBound(0, 0)).toBe(1);
  });
});
