import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random.ts';
import { matrix } from './matrix.ts';
import { areEquallyLong, squaredNorms, unitRows } from './norms.ts';

describe('areEquallyLong()', () => {
  const random = seededRandom(1);
  const rows = matrix(
    Float32Array.from({ length: 400 * 384 }, () => random.normal()),
    400,
    384,
  );

  it('is true of rows scaled to length 1, whatever rounding left of it', () => {
    const norms = squaredNorms(unitRows(rows));
    expect(areEquallyLong(norms)).toBe(true);
    expect(areEquallyLong(Float32Array.of(0, 0))).toBe(true);
  });

  it('is false of rows as they come, of a row of zeros among others, and of a NaN', () => {
    expect(areEquallyLong(squaredNorms(rows))).toBe(false);
    expect(areEquallyLong(Float32Array.of(1, 0, 1))).toBe(false);
    expect(areEquallyLong(Float32Array.of(1, NaN, 1))).toBe(false);
    expect(areEquallyLong(Float32Array.of(1, 1.00001))).toBe(false);
  });
});
