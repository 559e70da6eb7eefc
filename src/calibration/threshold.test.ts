import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentRangeError } from '../errors.ts';
import { seededRandom } from '../random.ts';
import { calibratedThreshold, provisionalThreshold } from './threshold.ts';

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => ((i * 37) % n) + 1);

describe('provisionalThreshold()', () => {
  it('is the mean of the largest scores of the pictures times the margin', () => {
    expect(provisionalThreshold([[1, 4, 2], [], [2]], 1.5)).toBe(4.5);
  });

  it('is undefined without a score', () => {
    expect(provisionalThreshold([])).toBeUndefined();
    expect(provisionalThreshold([[]])).toBeUndefined();
  });

  it.each([[[1, NaN]], [[Infinity]]])('rejects scores %j', (scores) => {
    expect(() => provisionalThreshold([[1], scores])).toThrow(ArgumentRangeError);
  });

  it.each([0.9, NaN, Infinity])('rejects a margin of %f', (margin) => {
    expect(() => provisionalThreshold([[1]], margin)).toThrow(ArgumentRangeError);
  });
});

describe('calibratedThreshold()', () => {
  it('takes the second largest of 100 scores for 5 %', () => {
    const result = calibratedThreshold(upTo(100), { targetFalseReject: 0.05 });
    expect(result).toMatchObject({ threshold: 99, holds: true, pictures: 100 });
    expect(result.morePicturesNeeded).toBe(0);
    expect(result.bound).toBeCloseTo(0.0466, 4); // Beta(2, 99) at 95 %
  });

  it('takes the largest and says what is missing while pictures are too few', () => {
    const result = calibratedThreshold(upTo(8), { targetFalseReject: 0.01 });
    expect(result).toMatchObject({ threshold: 8, holds: false, pictures: 8 });
    expect(result.morePicturesNeeded).toBe(291);
    expect(result.bound).toBeCloseTo(0.3123, 4);
  });

  it('has no threshold without a picture, and promises nothing', () => {
    expect(calibratedThreshold([], { targetFalseReject: 0.05 })).toEqual({
      threshold: undefined,
      holds: false,
      bound: 1,
      pictures: 0,
      morePicturesNeeded: 59,
    });
  });

  it('does not reorder its input', () => {
    const scores = [3, 1, 2];
    calibratedThreshold(scores, { targetFalseReject: 0.5 });
    expect(scores).toEqual([3, 1, 2]);
  });

  it('rejects a NaN', () => {
    expect(() => calibratedThreshold([1, NaN], { targetFalseReject: 0.05 })).toThrow(
      ArgumentRangeError,
    );
  });

  it('holds exactly when no more pictures are needed, and rises with a stricter target', () => {
    const target = fc.double({ min: 0.01, max: 0.9, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 120 }), target, (n, targetFalseReject) => {
        const result = calibratedThreshold(upTo(n), { targetFalseReject });
        const stricter = calibratedThreshold(upTo(n), { targetFalseReject: targetFalseReject / 2 });
        expect(result.holds).toBe(result.morePicturesNeeded === 0);
        expect(result.holds).toBe(result.bound <= targetFalseReject);
        expect(stricter.threshold).toBeGreaterThanOrEqual(result.threshold ?? NaN);
      }),
    );
  });

  it('keeps its promise in at least 95 % of draws: bimodal scores, 3000 draws of 150', () => {
    const random = seededRandom(11);
    const draws = 3000;
    let held = 0;
    for (let i = 0; i < draws; i++) {
      const scores = Array.from({ length: 150 }, () => bimodal(random.uniform()));
      const { threshold, holds } = calibratedThreshold(scores, { targetFalseReject: 0.05 });
      expect(holds).toBe(true);
      if (rejectRate(threshold ?? NaN) <= 0.05) held++;
    }
    expect(held / draws).toBeGreaterThanOrEqual(0.95);
  });
});

/** A tenth of good parts scores much higher: 0 … 1 or 10 … 11. */
function bimodal(u: number): number {
  return u < 0.9 ? u / 0.9 : 10 + (u - 0.9) / 0.1;
}

/** Share of {@link bimodal} above a threshold. */
function rejectRate(threshold: number): number {
  if (threshold < 1) return 1 - 0.9 * threshold;
  return threshold < 10 ? 0.1 : 0.1 * (11 - threshold);
}
