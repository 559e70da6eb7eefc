import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFloat16, encodeFloat16 } from './float16.ts';

const encode = (value: number): number => encodeFloat16(Float32Array.of(value))[0] ?? -1;

describe('float16', () => {
  // IEEE 754-2019, table 3.5 and well-known patterns.
  it.each([
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [65519.99, 0x7bff],
    [65520, 0x7c00],
    [Infinity, 0x7c00],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000],
    [1 / 3, 0x3555],
    [2049, 0x6800],
    [2051, 0x6802],
  ])('encodes %d', (value, pattern) => expect(encode(value)).toBe(pattern));

  it('keeps every finite half as it is', () => {
    const patterns = Uint16Array.from({ length: 0x10000 }, (_, i) => i).filter(
      (p) => (p & 0x7c00) !== 0x7c00,
    );
    expect(encodeFloat16(decodeFloat16(patterns))).toEqual(patterns);
  });

  it('is never farther than half a unit in the last place', () => {
    fc.assert(
      fc.property(fc.float({ min: -65000, max: 65000, noNaN: true }), (value) => {
        const [back] = decodeFloat16(encodeFloat16(Float32Array.of(value)));
        const unit = Math.max(2 ** -24, 2 ** (Math.floor(Math.log2(Math.abs(value))) - 10));
        expect(Math.abs((back ?? NaN) - value)).toBeLessThanOrEqual(unit / 2);
      }),
    );
  });

  it('keeps NaN', () => expect(decodeFloat16(encodeFloat16(Float32Array.of(NaN)))[0]).toBeNaN());
});
