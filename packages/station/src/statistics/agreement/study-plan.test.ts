import * as fc from 'fast-check';
import { ArgumentRangeError } from 'fewgood';
import { describe, expect, it } from 'vitest';
import { StudyDataError } from '../../errors.ts';
import { planStudy, type StudyDesign } from './study-plan.ts';

const design = (good: number, bad: number, borderline: number): StudyDesign => ({
  parts: Array.from({ length: good + bad }, (_, i) => ({
    name: `part ${i + 1}`,
    reference: i < good ? 'good' : 'bad',
    borderline: i >= good + bad - borderline,
  })),
  appraisers: ['Ann', 'Ben', 'station'],
  trials: 3,
  seed: 1,
});

describe('the order of planStudy()', () => {
  it('shows every part once in each trial, never twice in a row', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer(),
        (count, trials, seed) => {
          const { parts } = design(count, 0, 0);
          const { sessions } = planStudy({ ...design(count, 0, 0), trials, seed });
          for (const { presentations } of sessions) {
            for (let trial = 1; trial <= trials; trial++) {
              const shown = presentations.filter((one) => one.trial === trial);
              const names = shown.map(({ part }) => part).toSorted();
              expect(names).toEqual(parts.map(({ name }) => name).toSorted());
            }
            expect(presentations.map(({ number }) => number)).toEqual(
              Array.from({ length: count * trials }, (_, i) => i + 1),
            );
            if (count === 1) continue;
            for (const [i, { part }] of presentations.entries()) {
              expect(part).not.toBe(presentations[i + 1]?.part);
            }
          }
        },
      ),
    );
  });

  it('is the same for the same seed, and of another order for each appraiser and trial', () => {
    const plan = planStudy(design(30, 20, 15));
    expect(planStudy(design(30, 20, 15))).toEqual(plan);
    expect(planStudy({ ...design(30, 20, 15), seed: 2 }).sessions).not.toEqual(plan.sessions);
    const orders = plan.sessions.flatMap(({ presentations }) =>
      [1, 2, 3].map((trial) =>
        presentations
          .filter((one) => one.trial === trial)
          .map(({ part }) => part)
          .join(),
      ),
    );
    expect(new Set(orders).size).toBe(9);
  });

  it('puts each part in each place about as often', () => {
    const first = new Map<string, number>();
    for (let seed = 0; seed < 1000; seed++) {
      const { sessions } = planStudy({ ...design(5, 0, 0), trials: 1, seed });
      const name = sessions[0]?.presentations[0]?.part ?? '';
      first.set(name, (first.get(name) ?? 0) + 1);
    }
    expect(first.size).toBe(5);
    // 200 of 1000 expected; four standard deviations are 51.
    for (const count of first.values()) expect(Math.abs(count - 200)).toBeLessThan(51);
  });
});

describe('planStudy()', () => {
  it('has no warnings where all minima are kept', () => {
    expect(planStudy(design(30, 20, 15)).warnings).toEqual([]);
  });

  it('warns of what is too little, with numbers', () => {
    const { warnings } = planStudy({ ...design(18, 2, 1), appraisers: ['Ann'], trials: 2 });
    expect(warnings).toEqual([
      { code: 'few-parts', found: 20, expected: 50 },
      { code: 'few-appraisers', found: 1, expected: 3 },
      { code: 'few-trials', found: 2, expected: 3 },
      { code: 'few-bad-parts', found: 2, expected: 6 },
      { code: 'few-borderline-parts', found: 1, expected: 5 },
    ]);
    const codes = planStudy({ ...design(0, 50, 20), trials: 1 }).warnings.map(({ code }) => code);
    expect(codes).toEqual(['one-trial', 'no-good-parts']);
    expect(planStudy(design(50, 0, 20)).warnings.map(({ code }) => code)).toEqual(['no-bad-parts']);
  });

  it('says what it can show at best', () => {
    const { best } = planStudy(design(30, 20, 15));
    expect(best.effectiveness).toBeCloseTo(0.025 ** (1 / 50), 12);
    expect(best.missRate).toBeCloseTo(1 - 0.025 ** (1 / 20), 12);
    expect(best.falseAlarmRate).toBeCloseTo(1 - 0.025 ** (1 / 30), 12);
    expect(planStudy(design(50, 0, 0)).best.missRate).toBe(1);
  });

  it.each([
    [{ trials: 0 }, ArgumentRangeError],
    [{ trials: 2.5 }, ArgumentRangeError],
    [{ seed: NaN }, ArgumentRangeError],
    [{ appraisers: ['Ann', 'Ann'] }, StudyDataError],
    [{ parts: [] }, StudyDataError],
  ])('refuses %o', (wrong, error) => {
    expect(() => planStudy({ ...design(3, 3, 1), ...wrong })).toThrow(error);
  });
});
