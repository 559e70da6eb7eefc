import { describe, expect, it } from 'vitest';
import { encodeFloat16 } from './float16.ts';
import { isZeroRow, widened } from './half-matrix.ts';

describe('widened()', () => {
  const halves = { data: encodeFloat16(Float32Array.of(1, 2, 3, 4, 5, 6)), rows: 3, cols: 2 };

  it('gives the rows that are asked for', () => {
    expect(widened(halves, 1, 2)).toEqual({ data: Float32Array.of(3, 4, 5, 6), rows: 2, cols: 2 });
    expect(widened(halves, 3, 0).data).toHaveLength(0);
  });

  it('fills an array that it is given, wherever that begins', () => {
    const kept = new Float32Array(4).fill(9);
    const { data } = widened(halves, 2, 1, kept.subarray(1, 3));
    expect([...data]).toEqual([5, 6]);
    expect([...kept]).toEqual([9, 5, 6, 9]);
  });
});

describe('isZeroRow()', () => {
  it('tells rows of zeros of either sign from those with the least of numbers', () => {
    const halves = { data: Uint16Array.of(0, 0x8000, 0, 1, 0x8001, 0), rows: 3, cols: 2 };
    expect([0, 1, 2].map((row) => isZeroRow(halves, row))).toEqual([true, false, false]);
  });
});
