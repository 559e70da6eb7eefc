import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFloat16, encodeFloat16, FLOAT16_MAX } from './float16.ts';

const all = Uint16Array.from({ length: 2 ** 16 }, (_, bits) => bits);
const isNaNBits = (bits: number): boolean => (bits & 0x7fff) > 0x7c00;

describe('decodeFloat16()', () => {
  it.each([
    [0x3c00, 1],
    [0xc000, -2],
    [0x7bff, FLOAT16_MAX],
    [0x0001, 2 ** -24],
    [0x0400, 2 ** -14],
    [0x8000, -0],
    [0xfc00, -Infinity],
  ])('knows the bits %s', (bits, value) => {
    expect(decodeFloat16(Uint16Array.of(bits))[0]).toBe(value);
  });
});

describe('encodeFloat16()', () => {
  it('gives back every half-precision number', () => {
    const halves = all.filter((bits) => !isNaNBits(bits));
    expect(encodeFloat16(decodeFloat16(halves))).toEqual(halves);
  });

  it('keeps NaN', () => {
    expect(decodeFloat16(encodeFloat16(Float32Array.of(NaN)))[0]).toBeNaN();
  });

  it('rounds to the nearest, ties to even', () => {
    const finite = [...decodeFloat16(all.subarray(0, 0x7c00))]; // ascending
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: finite.length - 2 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (i, t) => {
          const value = Math.fround(finite[i] + t * (finite[i + 1] - finite[i]));
          const below = value - finite[i];
          const above = finite[i + 1] - value;
          const even = i % 2 === 0 ? i : i + 1;
          const nearest = below === above ? even : below < above ? i : i + 1;
          expect(encodeFloat16(Float32Array.of(value, -value))).toEqual(
            Uint16Array.of(nearest, nearest | 0x8000),
          );
        },
      ),
    );
  });

  it.each([65519.99, 65520, 1e30])('takes %s to the largest or to infinity', (value) => {
    const expected = Math.fround(value) < 65520 ? FLOAT16_MAX : Infinity;
    expect(decodeFloat16(encodeFloat16(Float32Array.of(value)))[0]).toBe(expected);
  });
});
