import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { incompleteBeta } from '../../packages/station/src/statistics/distributions/incomplete-beta.ts';
import { logGamma } from '../../packages/station/src/statistics/distributions/log-gamma.ts';
import { normalCdf } from '../../packages/station/src/statistics/distributions/normal-distribution.ts';
import { quantiles } from '../../packages/station/src/statistics/production/quantiles.ts';
import { exactInterval } from '../../packages/station/src/statistics/shares/exact-interval.ts';
import { readFixture } from '../helpers/fixture.ts';

const number = z.number();
const golden = readFixture(
  'statistics/shares',
  z.object({
    beta: z.array(z.object({ x: number, a: number, b: number, value: number })),
    normal: z.array(z.object({ x: number, value: number })),
    gamma: z.array(z.object({ x: number, value: number })),
    intervals: z.array(
      z.object({ count: number, n: number, confidence: number, low: number, high: number }),
    ),
  }),
);
const { cases: quantileCases } = readFixture(
  'statistics/quantiles',
  z.object({
    cases: z.array(
      z.object({
        values: z.array(number),
        quantiles: z.array(
          z.object({ p: number, value: number, low: number.nullable(), high: number.nullable() }),
        ),
      }),
    ),
  }),
);

describe('distributions of the station are those of SciPy', () => {
  it.each(golden.gamma)('logGamma($x)', ({ x, value }) => {
    expect(Math.abs(logGamma(x) - value)).toBeLessThan(1e-13 * Math.max(1, Math.abs(value)));
  });

  it.each(golden.beta)('I_$x($a, $b), small values to their digits', ({ x, a, b, value }) => {
    expect(Math.abs(incompleteBeta(x, a, b) - value)).toBeLessThan(5e-9 * value + 1e-300);
  });

  it.each(golden.normal)('normalCdf($x), tails to their digits', ({ x, value }) => {
    expect(Math.abs(normalCdf(x) - value)).toBeLessThan(1e-12 * value);
  });
});

describe('shares of the station', () => {
  it.each(golden.intervals)(
    'the exact interval of $count of $n at $confidence is that of SciPy',
    ({ count, n, confidence, low, high }) => {
      const interval = exactInterval(count, n, confidence);
      expect(interval.low).toBeCloseTo(low, 11);
      expect(interval.high).toBeCloseTo(high, 11);
    },
  );

  it.each(quantileCases)('quantiles and the order statistics around them', (one) => {
    const shuffled = one.values.toReversed();
    const ours = quantiles(
      shuffled,
      one.quantiles.map(({ p }) => p),
    );
    expect(ours).toHaveLength(3);
    for (const [i, { value, low, high }] of one.quantiles.entries()) {
      expect(ours[i].value).toBeCloseTo(value, 12);
      expect([ours[i].low, ours[i].high]).toEqual([low, high]);
    }
  });
});
