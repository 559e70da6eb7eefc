import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { falseRejectBoundAtRank, wilsonInterval } from '../../src/calibration/bound.ts';
import { normalQuantile } from '../../src/calibration/normal-quantile.ts';
import { fuseLevels, normalScale } from '../../src/scoring/anomaly-map.ts';
import { gaussianSmooth } from '../../src/scoring/gaussian.ts';
import { reweightedScore } from '../../src/scoring/image-score.ts';
import { floatArray, readFixture } from '../helpers/fixture.ts';

const gaussian = readFixture(
  'scoring/gaussian',
  z.object({
    cases: z.array(
      z.object({ sigma: z.number(), truncate: z.number(), map: floatArray, expected: floatArray }),
    ),
  }),
);
const maps = readFixture(
  'scoring/map',
  z.object({
    cases: z.array(
      z.object({
        fusion: z.enum(['max', 'mean']),
        levels: z.array(floatArray),
        scales: z.array(z.number()),
        expected: floatArray,
      }),
    ),
  }),
);
const scores = readFixture(
  'scoring/score',
  z.object({ cases: z.array(z.object({ distances: floatArray, expected: z.number() })) }),
);
const share = z.number();
const calibration = readFixture(
  'scoring/calibration',
  z.object({
    intervals: z.array(
      z.object({ count: z.int(), n: z.int(), confidence: share, low: share, high: share }),
    ),
    bounds: z.array(z.object({ rank: z.int(), n: z.int(), confidence: share, bound: share })),
    quantiles: z.array(z.object({ p: share, quantile: z.number() })),
  }),
);

describe('gaussianSmooth() against scipy.ndimage.gaussian_filter', () => {
  it.each(gaussian.cases)(
    'agrees to 1e-6 at sigma $sigma',
    ({ sigma, truncate, map, expected }) => {
      const [height, width] = map.shape;
      const smooth = gaussianSmooth(map.data, { width, height }, sigma, truncate);
      expect(largestRelative(smooth, expected.data)).toBeLessThan(1e-6);
    },
  );
});

describe('fuseLevels() against interpolate, NumPy and gaussian_filter', () => {
  it.each(maps.cases)('agrees to 1e-5 ($fusion)', ({ fusion, levels, scales, expected }) => {
    const distances = levels.map(({ data, shape: [height, width] }) => ({
      distances: data,
      height,
      width,
    }));
    const map = fuseLevels(distances, { scales, fusion, size: expected.shape[0], sigma: 4 });
    expect(largestRelative(map, expected.data)).toBeLessThan(1e-5);
    expect(levels.map(({ data }) => normalScale([data]))).toEqual(scales);
  });
});

describe('reweightedScore() against a float64 softmax', () => {
  it.each(scores.cases)('is $expected', ({ distances: { data }, expected }) => {
    expect(reweightedScore(data[0], data) / expected).toBeCloseTo(1, 12);
  });
});

describe('calibration against scipy.stats', () => {
  it.each(calibration.bounds)('bounds rank $rank of $n at $confidence', (golden) => {
    const bound = falseRejectBoundAtRank(golden.rank, golden.n, golden.confidence);
    expect(bound / golden.bound).toBeCloseTo(1, 9);
  });

  it.each(calibration.intervals)('gives the Wilson interval of $count in $n', (golden) => {
    const { low, high } = wilsonInterval(golden.count, golden.n, golden.confidence);
    expect(low).toBeCloseTo(golden.low, 12);
    expect(high).toBeCloseTo(golden.high, 12);
  });

  it.each(calibration.quantiles)('gives the normal quantile of $p', ({ p, quantile }) => {
    expect(Math.abs(normalQuantile(p) - quantile)).toBeLessThanOrEqual(1e-13 * Math.abs(quantile));
  });
});

function largestRelative(actual: Float32Array, expected: Float32Array): number {
  expect(actual.length).toBe(expected.length);
  return Math.max(...actual.map((value, i) => Math.abs(value - expected[i]) / expected[i]));
}
