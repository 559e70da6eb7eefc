import * as fc from 'fast-check';
import { judge, type Verdict } from 'fewgood';
import { describe, expect, it } from 'vitest';
import { activationCheck, type RegressionPicture } from './activation-check.ts';
import { type PastInspection, replayThreshold, replayVerdicts, verdictAt } from './replay.ts';

const reason = (code: 'blurred' | 'no-threshold' | 'missing-piece' | 'absent') => ({
  code,
  message: '',
  remedy: '',
  facts: {},
});
const past = (
  id: string,
  score: number | null,
  codes: Parameters<typeof reason>[0][] = [],
): PastInspection => {
  const reasons = codes.map(reason);
  return { id, score, reasons, verdict: judge(score ?? NaN, 1, reasons).verdict };
};

const inspections = [
  past('a', 0.5),
  past('b', 0.9),
  past('c', 1),
  past('d', 1.5),
  past('e', 1.5, ['blurred']),
  past('f', 0.2, ['missing-piece']),
  past('g', null),
];

describe('replayThreshold()', () => {
  it('flips what lies between the thresholds, and nothing that something else stands against', () => {
    expect(inspections.map(({ verdict }) => verdict)).toEqual([
      'pass',
      'pass',
      'pass',
      'fail',
      'cannot judge',
      'fail',
      'cannot judge',
    ]);
    expect(replayThreshold(inspections, 0.8)).toEqual({
      inspections: 7,
      flips: [
        { id: 'b', from: 'pass', to: 'fail' },
        { id: 'c', from: 'pass', to: 'fail' },
      ],
      kinds: { 'pass > fail': 2 },
      unknown: [],
    });
    expect(replayThreshold(inspections, 1.5)).toMatchObject({ kinds: { 'fail > pass': 1 } });
    expect(replayThreshold(inspections, null).kinds).toEqual({
      'pass > cannot judge': 3,
      'fail > cannot judge': 2,
    });
  });

  it('judges what had no threshold once there is one', () => {
    const unjudged = { ...past('a', 0.5, ['no-threshold']), verdict: 'cannot judge' as const };
    expect(verdictAt(unjudged, 1)).toBe('pass');
    expect(verdictAt(unjudged, null)).toBe('cannot judge');
  });

  it('flips nothing at the threshold in force, and flips back what it flipped', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 5, noNaN: true }), { maxLength: 30 }),
        fc.double({ min: 0, max: 5, noNaN: true }),
        (scores, threshold) => {
          const before = scores.map((score, i) => past(`${i}`, score));
          expect(replayThreshold(before, 1).flips).toEqual([]);
          const there = replayThreshold(before, threshold);
          const changed = new Map(there.flips.map(({ id, to }) => [id, to]));
          const after = before.map((one) => ({
            ...one,
            verdict: changed.get(one.id) ?? one.verdict,
          }));
          const back = replayThreshold(after, 1);
          expect(back.flips.map(({ id, from, to }) => ({ id, from: to, to: from }))).toEqual(
            there.flips,
          );
        },
      ),
    );
  });
});

it('replayVerdicts() tells of which pictures nothing is known', () => {
  const verdicts = new Map<string, Verdict>([['a', 'fail']]);
  expect(replayVerdicts([past('a', 0.5), past('b', 0.5)], verdicts)).toEqual({
    inspections: 2,
    flips: [{ id: 'a', from: 'pass', to: 'fail' }],
    kinds: { 'pass > fail': 1 },
    unknown: ['b'],
  });
});

describe('activationCheck()', () => {
  const scratch: RegressionPicture = { id: '1', name: 'scratch', shows: 'defect' };
  const good: RegressionPicture = { id: '2', name: 'oily but good', shows: 'good' };

  it.each<[RegressionPicture, Verdict | undefined, boolean]>([
    [scratch, 'fail', true],
    [scratch, 'cannot judge', true],
    [scratch, 'pass', false],
    [scratch, undefined, false],
    [good, 'pass', true],
    [good, 'fail', false],
    [good, 'cannot judge', false],
    [good, undefined, false],
  ])('of %o with verdict %s: %s', (picture, verdict, mayActivate) => {
    const verdicts = new Map(verdict === undefined ? [] : [[picture.id, verdict]]);
    const check = activationCheck([picture], verdicts);
    expect(check.mayActivate).toBe(mayActivate);
    const broken = mayActivate ? [] : [{ ...picture, verdict: verdict ?? null }];
    expect(check.broken).toEqual(broken);
  });

  it('names every picture that stands against it, and defects that are not seen but stopped', () => {
    const verdicts = new Map<string, Verdict>([
      ['1', 'cannot judge'],
      ['2', 'fail'],
    ]);
    const { broken, stoppedUnseen, mayActivate } = activationCheck([scratch, good], verdicts);
    expect([broken.map(({ id }) => id), stoppedUnseen, mayActivate]).toEqual([
      ['2'],
      [scratch],
      false,
    ]);
    expect(activationCheck([], verdicts).mayActivate).toBe(true);
  });
});
