import { ArgumentRangeError, seededRandom } from 'fewgood';
import { describe, expect, it } from 'vitest';
import { cusumChart } from './cusum.ts';
import { ewmaChart } from './ewma.ts';
import { cusumDecisionFor, cusumRunLength, ewmaLimitFor, ewmaRunLength } from './run-length.ts';

/** Mean scores until the first alarm and its standard error, over many seeded runs. */
function simulate(
  runs: number,
  shift: number,
  firstAlarm: (scores: Float64Array) => number | undefined,
): { readonly mean: number; readonly error: number } {
  const random = seededRandom(17).fork(`shift ${shift}`);
  const lengths: number[] = [];
  for (let run = 0; run < runs; run++) {
    // Most runs end soon: draw them in pieces, each twice as long.
    let scores = new Float64Array();
    for (let size = 256; ; size *= 2) {
      const more = Float64Array.from({ length: size }, () => shift + random.normal());
      scores = Float64Array.of(...scores, ...more);
      const alarm = firstAlarm(scores);
      if (alarm === undefined) continue;
      lengths.push(alarm + 1);
      break;
    }
  }
  const mean = lengths.reduce((sum, length) => sum + length, 0) / runs;
  const variance = lengths.reduce((sum, length) => sum + (length - mean) ** 2, 0) / (runs - 1);
  return { mean, error: Math.sqrt(variance / runs) };
}

describe('cusumChart()', () => {
  it('sums what lies beyond k, and finds where the shift may have begun', () => {
    const { up, down, alarms } = cusumChart([0, 1, -3, 2, 2, 2, 0, -9], {
      reference: 0.5,
      decision: 4,
    });
    expect([...up]).toEqual([0, 0.5, 0, 1.5, 3, 4.5, 4, 0]);
    expect([...down]).toEqual([0, 0, 2.5, 0, 0, 0, 0, 8.5]);
    expect(alarms).toEqual([
      { from: 5, to: 5, side: 'up', since: 3 },
      { from: 7, to: 7, side: 'down', since: 7 },
    ]);
  });

  it('dates an alarm back to the first score where the sum never was 0', () => {
    expect(cusumChart([3, 3, 3]).alarms).toEqual([{ from: 2, to: 2, side: 'up', since: 0 }]);
  });

  // Montgomery, Introduction to Statistical Quality Control: two-sided CUSUM, k = 0.5.
  it.each([
    [4, 0, 168],
    [4, 0.5, 26.6],
    [4, 1, 8.38],
    [4, 2, 3.34],
    [5, 0, 465],
    [5, 0.5, 38],
    [5, 1, 10.4],
    [5, 2, 4.01],
  ])(
    'of h = %f and a shift of %f has an average run length of %f',
    (decision, shift, published) => {
      const options = { reference: 0.5, decision };
      expect(Math.abs(cusumRunLength(shift, options) / published - 1)).toBeLessThan(0.005);
      const runs = shift === 0 ? 200 : 1000;
      const first = (scores: Float64Array): number | undefined =>
        cusumChart(scores, options).alarms[0]?.from;
      const { mean, error } = simulate(runs, shift, first);
      expect(Math.abs(mean - published)).toBeLessThan(4 * error);
    },
  );

  it.each([{ reference: -1 }, { reference: NaN }, { decision: 0 }])('refuses %o', (options) => {
    expect(() => cusumChart([], options)).toThrow(ArgumentRangeError);
  });
});

describe('ewmaChart()', () => {
  it('averages, and widens its limits', () => {
    const { values, limits, alarms } = ewmaChart([1, 1, 4, -9], { lambda: 0.5, limit: 3 });
    expect([...values]).toEqual([0.5, 0.75, 2.375, -3.3125]);
    // 3 sqrt(1/3 (1 - 0.25^i))
    expect(limits[0]).toBeCloseTo(1.5, 12);
    expect(limits[3]).toBeCloseTo(3 * Math.sqrt((1 - 0.25 ** 4) / 3), 12);
    expect(alarms).toEqual([
      { from: 2, to: 2, side: 'up' },
      { from: 3, to: 3, side: 'down' },
    ]);
  });

  // Lucas and Saccucci, 1990: limits that do not widen, 500 scores between false alarms.
  it.each([
    [0.4, 3.054, 1, 14.3],
    [0.25, 2.998, 1, 11.1],
    [0.2, 2.962, 0.5, 41.8],
    [0.2, 2.962, 1, 10.5],
    [0.1, 2.814, 0.5, 31.3],
    [0.1, 2.814, 1, 10.3],
    [0.05, 2.615, 1, 11.4],
  ])('of %f and %f after a shift of %f runs for %f', (lambda, limit, shift, published) => {
    const options = { lambda, limit };
    expect(Math.abs(ewmaRunLength(0, options) / 500 - 1)).toBeLessThan(0.005);
    expect(Math.abs(ewmaRunLength(shift, options) - published)).toBeLessThan(0.06);
  });

  it('has the run length that the help of SAS gives for 0.25 and 3 after a shift of 1', () => {
    expect(ewmaRunLength(1, { lambda: 0.25, limit: 3 })).toBeCloseTo(11.154, 2);
  });

  it('runs as long as computed, from where its limits no longer widen', () => {
    // Started in control and shifted after 60 scores; those that alarmed before are left out.
    const random = seededRandom(23);
    const lengths: number[] = [];
    for (let run = 0; run < 1000; run++) {
      const scores = Float64Array.from(
        { length: 260 },
        (_, i) => random.normal() + (i < 60 ? 0 : 1),
      );
      const from = ewmaChart(scores).alarms[0]?.from ?? NaN;
      if (from >= 60) lengths.push(from - 59);
    }
    const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
    // From anywhere in control rather than from 0: a little sooner or later than 10.5.
    expect(lengths.length).toBeGreaterThan(800);
    expect(Math.abs(mean - 10.2)).toBeLessThan(0.9);
  });

  it.each([{ lambda: 0 }, { lambda: 1.1 }, { limit: 0 }, { limit: Infinity }])(
    'refuses %o',
    (options) => {
      expect(() => ewmaChart([], options)).toThrow(ArgumentRangeError);
    },
  );
});

describe('settings for a run length', () => {
  it('are those of the tables', () => {
    expect(ewmaLimitFor(500, 0.2)).toBeCloseTo(2.962, 2);
    expect(cusumDecisionFor(465.4)).toBeCloseTo(5, 2);
    expect(cusumDecisionFor(168)).toBeCloseTo(4, 2);
  });

  it('keep what was asked for, also far out', () => {
    for (const wanted of [2, 20_000]) {
      const decision = cusumDecisionFor(wanted);
      expect(cusumRunLength(0, { decision })).toBeGreaterThanOrEqual(wanted);
    }
    expect(() => ewmaLimitFor(1)).toThrow(ArgumentRangeError);
  });
});
