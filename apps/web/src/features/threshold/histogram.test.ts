import { describe, expect, it } from 'vitest';
import { histogramOf } from './histogram.ts';

describe('histogramOf', () => {
  it('gives the shares of each set, which come to 100 % together', () => {
    const { shares } = histogramOf([[0.1, 0.2, 1.9], [3]], 2);
    expect(shares.map((set) => set.reduce((a, b) => a + b, 0))).toEqual([100, 100]);
  });

  it('puts what is beyond the end into the last bin', () => {
    expect(histogramOf([[5]], 2).shares[0]?.at(-1)).toBe(100);
  });

  it('is empty for an empty set', () => {
    expect(histogramOf([[]], 2).shares[0]?.every((share) => share === 0)).toBe(true);
  });
});
