import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentRangeError, MetricError, ShapeError } from '../errors.ts';
import { PixelScores } from './pixel-scores.ts';
import { rankScores } from './ranked-scores.ts';

/** A picture of 4×3 pixels with a quantised map; some have no mask. */
const picture = fc.record({
  map: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 12, maxLength: 12 }),
  mask: fc.option(fc.array(fc.boolean(), { minLength: 12, maxLength: 12 })),
});

/** All pictures' pixels, in an accumulator without a pixel to spare. */
function accumulate(pictures: readonly { map: number[]; mask: boolean[] | null }[]): PixelScores {
  const pixels = new PixelScores(pictures.length * 12);
  for (const { map, mask } of pictures) {
    pixels.add(
      Float32Array.from(map),
      4,
      mask === null ? undefined : Uint8Array.from(mask, Number),
    );
  }
  return pixels;
}

describe('PixelScores of what is looked at', () => {
  it('counts nothing of what is not looked at', () => {
    const looking = fc.array(fc.boolean(), { minLength: 12, maxLength: 12 });
    const sets = fc
      .array(fc.record({ map: picture.map(({ map }) => map), mask: looking, looked: looking }), {
        minLength: 1,
        maxLength: 6,
      })
      .filter((set) => {
        const seen = set.flatMap(({ mask, looked }) => mask.filter((_, i) => looked[i]));
        return new Set(seen).size === 2;
      });
    fc.assert(
      fc.property(sets, (pictures) => {
        const rank = (other: number): ReturnType<PixelScores['ranked']> => {
          const pixels = new PixelScores(pictures.length * 12);
          for (const { map, mask, looked } of pictures) {
            const values = map.map((value, i) => (looked[i] ? value : other));
            const [defective, counted] = [mask, looked].map((bits) =>
              Uint8Array.from(bits, Number),
            );
            pixels.add(Float32Array.from(values), 4, defective, counted);
          }
          return pixels.ranked();
        };
        const seen = pictures.flatMap(({ map, mask, looked }) =>
          map.flatMap((score, i) => (looked[i] ? [{ score, label: Number(mask[i]) }] : [])),
        );
        const reference = rankScores(
          seen.map(({ score }) => score),
          seen.map(({ label }) => label),
        );
        const ranked = rank(9);
        expect([...ranked.normal]).toEqual([...reference.normal]);
        expect([...ranked.anomalous]).toEqual([...reference.anomalous]);
        expect(rank(-9)).toEqual(ranked);
      }),
    );
  });

  it('cuts regions where is not looked, and good pictures too', () => {
    const pixels = new PixelScores(18);
    const looked = Uint8Array.of(1, 1, 0, 1, 1, 1);
    pixels.add(Float32Array.of(1, 2, 7, 3, 9, 0), 6, Uint8Array.of(1, 1, 1, 1, 0, 0), looked);
    pixels.add(Float32Array.of(4, 5, 8, 5, 5, 5), 6, undefined, looked);
    const { normal, anomalous, overlap } = pixels.ranked();
    expect([...normal]).toEqual([0, 4, 5, 5, 5, 5, 9]);
    expect([...anomalous]).toEqual([1, 2, 3]);
    expect([...overlap]).toEqual([1 / 4, 1 / 4, 1 / 2]);
  });
});

describe('PixelScores', () => {
  it('ranks the pixels of all pictures as if they were one list', () => {
    const sets = fc
      .array(picture, { minLength: 1, maxLength: 6 })
      .filter((set) => new Set(set.flatMap(({ mask }) => mask ?? [false])).size === 2);
    fc.assert(
      fc.property(sets, (pictures) => {
        const reference = rankScores(
          pictures.flatMap(({ map }) => map),
          pictures.flatMap(({ map, mask }) => map.map((_, i) => Number(mask?.[i] ?? false))),
        );
        const ranked = accumulate(pictures).ranked();
        expect([...ranked.normal]).toEqual([...reference.normal]);
        expect([...ranked.anomalous]).toEqual([...reference.anomalous]);
        expect(ranked.overlap.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
      }),
    );
  });

  it('weighs every region alike, whatever its area and picture', () => {
    const pixels = new PixelScores(12);
    pixels.add(Float32Array.of(1, 2, 3, 0, 9, 0), 6, Uint8Array.of(1, 1, 1, 0, 1, 0));
    pixels.add(Float32Array.of(5, 6, 0, 0, 0, 0), 3, Uint8Array.of(255, 255, 0, 0, 0, 0));
    const { anomalous, overlap } = pixels.ranked();
    expect([...anomalous]).toEqual([1, 2, 3, 5, 6, 9]);
    expect([...overlap]).toEqual([1 / 9, 1 / 9, 1 / 9, 1 / 6, 1 / 6, 1 / 3]);
  });

  it('ranks again after more pictures', () => {
    const pixels = new PixelScores(6);
    pixels.add(Float32Array.of(4, 1), 2, Uint8Array.of(1, 0));
    pixels.ranked();
    pixels.add(Float32Array.of(2, 0), 2, Uint8Array.of(1, 0));
    pixels.add(Float32Array.of(3, 3), 2);
    const { normal, anomalous, overlap } = pixels.ranked();
    expect([[...normal], [...anomalous], [...overlap]]).toEqual([
      [0, 1, 3, 3],
      [2, 4],
      [0.5, 0.5],
    ]);
  });
});

describe('PixelScores refuses', () => {
  it('more pixels than its capacity, and keeps what it has', () => {
    const pixels = new PixelScores(5);
    pixels.add(Float32Array.of(4, 1), 2, Uint8Array.of(1, 0));
    expect(() => pixels.add(new Float32Array(4), 2)).toThrow(ShapeError);
    expect([...pixels.ranked().normal]).toEqual([1]);
  });

  it('maps and masks that do not fit', () => {
    const pixels = new PixelScores(50);
    expect(() => pixels.add(new Float32Array(5), 2)).toThrow(ShapeError);
    expect(() => pixels.add(new Float32Array(0), 2)).toThrow(ShapeError);
    expect(() => pixels.add(new Float32Array(4), 2, new Uint8Array(2))).toThrow(ShapeError);
  });

  it('scores that are no numbers, and a single class', () => {
    const pixels = new PixelScores(50);
    expect(() => pixels.add(Float32Array.of(1, Number.NaN), 2)).toThrow(MetricError);
    expect(() => pixels.ranked()).toThrow(MetricError);
    pixels.add(new Float32Array(4), 2);
    expect(() => pixels.ranked()).toThrow(MetricError);
  });

  it.each([0, -1, 1.5, Number.NaN])('the capacity %s', (capacity) => {
    expect(() => new PixelScores(capacity)).toThrow(ArgumentRangeError);
  });
});
