import { describe, expect, it } from 'vitest';
import { medianOf } from './median.ts';

describe('medianOf()', () => {
  it.each([
    [[5], 5],
    [[9, 1, 10], 9],
    [[2, 1, 4, 3], 3],
  ])('of %j is %d', (values, median) => {
    const before = [...values];
    expect(medianOf(values)).toBe(median);
    expect(values).toEqual(before);
  });
});
