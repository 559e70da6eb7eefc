import { ArgumentRangeError, seededRandom, wilsonInterval } from 'fewgood';
import { describe, expect, it } from 'vitest';
import { failRates, type JudgedAt } from './fail-rates.ts';
import { localClock } from './local-time.ts';
import { hours, shiftsOf } from './periods.ts';
import { quantiles } from './quantiles.ts';
import { throughput } from './throughput.ts';

const berlin = localClock('Europe/Berlin');
const at = (time: string): number => Date.parse(time);
const SHIFTS = [
  { name: 'early', from: 6 * 60, to: 14 * 60 },
  { name: 'late', from: 14 * 60, to: 22 * 60 },
  { name: 'night', from: 22 * 60, to: 6 * 60 },
];

describe('localClock()', () => {
  it('tells the time of a place, summer and winter', () => {
    expect(berlin(at('2026-07-01T22:30:59Z'))).toEqual({ day: '2026-07-02', minute: 30 });
    expect(berlin(at('2026-01-01T22:30:00Z'))).toEqual({ day: '2026-01-01', minute: 1410 });
    expect(localClock('UTC')(0)).toEqual({ day: '1970-01-01', minute: 0 });
  });

  it('refuses a place that there is not', () => {
    expect(() => localClock('Mars/Olympus')).toThrow(ArgumentRangeError);
  });
});

describe('shiftsOf()', () => {
  const periodOf = shiftsOf(SHIFTS, berlin);

  it('counts the night to the day on which it began, also when clocks change', () => {
    const night = { day: '2026-03-28', name: 'night' };
    expect(periodOf(at('2026-03-28T21:00:00Z'))).toEqual(night); // 22:00
    expect(periodOf(at('2026-03-29T00:59:00Z'))).toEqual(night); // 01:59, then it is 03:00
    expect(periodOf(at('2026-03-29T03:59:00Z'))).toEqual(night); // 05:59
    expect(periodOf(at('2026-03-29T04:00:00Z'))).toEqual({ day: '2026-03-29', name: 'early' });
    expect(periodOf(at('2026-12-31T23:30:00Z'))).toEqual({ day: '2026-12-31', name: 'night' });
  });

  it('has no name where no shift is on, and takes a shift that lasts all day', () => {
    const [early] = shiftsOf(SHIFTS.slice(0, 1), berlin)(at('2026-01-01T20:00:00Z')).name;
    expect(early).toBeUndefined();
    const always = shiftsOf([{ name: 'all', from: 360, to: 360 }], berlin);
    expect(always(at('2026-01-02T04:00:00Z'))).toEqual({ day: '2026-01-01', name: 'all' });
  });

  it('refuses shifts that overlap, and times that there are not', () => {
    const overlapping = [...SHIFTS, { name: 'day', from: 540, to: 1020 }];
    expect(() => shiftsOf(overlapping, berlin)).toThrow(/day overlaps early/);
    expect(() => shiftsOf([{ name: 'x', from: 0, to: 1440 }], berlin)).toThrow(ArgumentRangeError);
  });
});

describe('failRates()', () => {
  const inspections: JudgedAt[] = [
    { time: at('2026-01-05T08:10:00Z'), verdict: 'pass' },
    { time: at('2026-01-05T08:20:00Z'), verdict: 'fail' },
    { time: at('2026-01-05T08:50:00Z'), verdict: 'cannot judge' },
    { time: at('2026-01-05T10:00:00Z'), verdict: 'fail' },
    { time: at('2026-01-05T08:59:59Z'), verdict: 'pass' },
  ];

  it('counts by hour, in order, without hours of which nothing is known', () => {
    const rates = failRates(inspections.toReversed(), hours(berlin));
    expect(rates.map(({ day, name, inspections: count }) => [day, name, count])).toEqual([
      ['2026-01-05', '09:00', 4],
      ['2026-01-05', '11:00', 1],
    ]);
    expect(rates[0]).toMatchObject({
      first: inspections[0]?.time,
      last: inspections[4]?.time,
      fail: { count: 1, of: 3, interval: wilsonInterval(1, 3) },
      cannotJudge: { count: 1, of: 4 },
    });
  });

  it('loses none: shifts add up to all', () => {
    const random = seededRandom(2);
    const many = Array.from({ length: 3000 }, () => ({
      time: at('2026-03-20T00:00:00Z') + random.below(20 * 86_400_000),
      verdict: (['pass', 'fail', 'cannot judge'] as const)[random.below(3)] ?? 'pass',
    }));
    const rates = failRates(many, shiftsOf(SHIFTS, berlin));
    expect(rates.reduce((sum, rate) => sum + rate.inspections, 0)).toBe(3000);
    const fails = many.filter(({ verdict }) => verdict === 'fail').length;
    expect(rates.reduce((sum, { fail }) => sum + fail.count, 0)).toBe(fails);
    expect(new Set(rates.map(({ day, name }) => `${day} ${name}`)).size).toBe(rates.length);
    const starts = rates.map(({ first }) => first);
    expect(starts.toSorted((a, b) => a - b)).toEqual(starts);
  });
});

describe('quantiles()', () => {
  it('lie within their intervals as often as said, whatever the distribution', () => {
    const random = seededRandom(4);
    const [trials, truth] = [2000, -Math.log(0.05)];
    let covered = 0;
    for (let i = 0; i < trials; i++) {
      const values = Float64Array.from({ length: 200 }, () => -Math.log(1 - random.uniform()));
      const [{ low, high } = { low: null, high: null }] = quantiles(values, [0.95]);
      if (low !== null && high !== null && low <= truth && truth <= high) covered++;
    }
    expect(covered / trials).toBeGreaterThan(0.94);
    expect(covered / trials).toBeLessThan(0.99);
  });

  it('of few values have no upper end, and of none there are none', () => {
    expect(quantiles([3, 1, 2], [0.5, 0.99])).toEqual([
      { p: 0.5, value: 2, low: null, high: null },
      { p: 0.99, value: 2.98, low: 2, high: null }, // 2 or more of 3 are below it, but for 0.03 %
    ]);
    expect(quantiles([])).toEqual([]);
    expect(() => quantiles([1], [1.5])).toThrow(ArgumentRangeError);
  });
});

describe('throughput()', () => {
  it('is the gaps between pictures, and the fullest stretch', () => {
    const times = [0, 1000, 2000, 2100, 2200, 10_000];
    expect(throughput(times.toReversed(), 1000)).toEqual({
      pictures: 6,
      seconds: 10,
      mean: 0.5,
      peak: 3,
    });
  });

  it('is not known of one picture', () => {
    expect(throughput([5])).toEqual({ pictures: 1, seconds: 0, mean: null, peak: 1 / 60 });
    expect(throughput([])).toEqual({ pictures: 0, seconds: 0, mean: null, peak: 0 });
    expect(() => throughput([1], 0)).toThrow(ArgumentRangeError);
  });
});
