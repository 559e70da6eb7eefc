import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentRangeError } from '../errors.ts';
import { LIGHT } from '../hyperparameters.ts';
import { seededRandom } from '../random.ts';
import { Frame } from './frame.ts';
import { alphaByEntropy, alphaOfPeaks, makeInvariant } from './light-invariant.ts';
import type { LitSquare } from './lit-square.ts';

const SIZE = 48;
const frame = new Frame({ width: SIZE, height: SIZE }, SIZE, 'stretch');

/** A square of drawn pixels. */
function drawn(pixelOf: (i: number) => readonly [number, number, number]): LitSquare {
  const pixels = Array.from({ length: SIZE * SIZE }, (_, i) => pixelOf(i));
  return { levels: Float32Array.from(pixels.flat()), frame };
}

describe('alphaOfPeaks()', () => {
  it('is the weight that makes the wavelengths cancel', () => {
    const [red, green, blue] = [620, 540, 470];
    const alpha = alphaOfPeaks([red, green, blue]);
    expect(alpha).toBeCloseTo(0.464, 3);
    expect(alpha / blue + (1 - alpha) / red).toBeCloseTo(1 / green, 12);
  });

  it('refuses peaks that are out of order, or none', () => {
    expect(() => alphaOfPeaks([540, 540, 470])).toThrow(ArgumentRangeError);
    expect(() => alphaOfPeaks([620, Number.NaN, 470])).toThrow(ArgumentRangeError);
  });
});

describe('alphaByEntropy()', () => {
  it.each([0.3, 0.5, 0.7])('finds the weight %s under which lamps cancel', (alpha) => {
    const random = seededRandom(1);
    const surfaces = Array.from({ length: 4 }, () => [
      random.uniform() - 0.5,
      random.uniform() - 0.5,
    ]);
    const scene = drawn(() => {
      const [green, blue] = surfaces[random.below(surfaces.length)];
      const lamp = 0.8 * (random.uniform() - 0.5);
      return [100, 100 * Math.exp(green + alpha * lamp), 100 * Math.exp(blue + lamp)];
    });
    expect(Math.abs(alphaByEntropy([scene]) - alpha)).toBeLessThanOrEqual(0.06);
  });

  it('is refused where nothing is neither dark nor clipped', () => {
    const dark = drawn(() => [200, 3, 100]);
    expect(() => alphaByEntropy([dark])).toThrow(ArgumentRangeError);
  });
});

describe('makeInvariant()', () => {
  const level = fc.integer({ min: 2 * LIGHT.darkest, max: 120 });

  it('is the same whatever multiplies all channels', () => {
    fc.assert(
      fc.property(
        fc.tuple(level, level, level),
        fc.double({ min: 0.5, max: 2, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (pixel, factor, alpha) => {
          const [red, green, blue] = pixel;
          const once = drawn(() => pixel);
          const other = drawn(() => [red * factor, green * factor, blue * factor]);
          makeInvariant(once, alpha);
          makeInvariant(other, alpha);
          expect(Math.abs(once.levels[0] - other.levels[0])).toBeLessThan(1e-3);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('is 0.5 of what is grey, and the equation of the rest', () => {
    const grey = drawn(() => [50, 50, 50]);
    makeInvariant(grey, 0.4);
    expect([...grey.levels.subarray(0, 3)]).toEqual([127.5, 127.5, 127.5]);
    const leaf = drawn(() => [40, 80, 20]);
    makeInvariant(leaf, 0.4);
    const expected = 0.5 + Math.log(80) - 0.4 * Math.log(20) - 0.6 * Math.log(40);
    expect(leaf.levels[0]).toBeCloseTo(255 * expected, 3);
  });
});
