import { describe, expect, it } from 'vitest';
import type { Verdict } from './inspection.ts';
import { type Reason, REASON_CODES, type ReasonCode } from './reason.ts';
import { judge } from './verdict.ts';

function reason(code: ReasonCode): Reason {
  return { code, message: 'm', remedy: 'r', facts: {} };
}

function codesOf(score: number, threshold: number | null): string[] {
  return judge(score, threshold).reasons.map(({ code }) => code);
}

describe('judge()', () => {
  it('passes at the threshold and fails above it', () => {
    const judgement = { verdict: 'pass', reasons: [], score: 2, threshold: 2, ratio: 1 };
    expect(judge(2, 2)).toEqual(judgement);
    expect(judge(2.0001, 2).verdict).toBe('fail');
  });

  it('does not clamp', () => expect(judge(1e9, 2).ratio).toBe(5e8));

  it.each([
    [1, null],
    [1, NaN],
    [NaN, 2],
    [NaN, null],
  ])('cannot judge score %d against %s', (score, threshold) =>
    expect(judge(score, threshold)).toMatchObject({ verdict: 'cannot judge', ratio: null }),
  );

  it('says why it cannot judge', () => {
    expect(codesOf(1, null)).toEqual(['no-threshold']);
    expect(codesOf(1, NaN)).toEqual(['no-threshold']);
    expect(codesOf(NaN, 2)).toEqual(['score-not-a-number']);
    expect(codesOf(NaN, null)).toEqual(['no-threshold', 'score-not-a-number']);
  });

  it('fails an infinite score', () => expect(judge(Infinity, 2).verdict).toBe('fail'));
});

describe('judge() with what stands against a picture', () => {
  it.each<[ReasonCode[], number, Verdict]>([
    [['too-dark'], 1, 'cannot judge'],
    [['too-dark'], 9, 'cannot judge'],
    [['missing-piece'], 1, 'fail'],
    [['missing-piece', 'too-dark'], 9, 'cannot judge'],
    [['absent'], 1, 'cannot judge'],
    [['absent'], 9, 'fail'],
    [['absent', 'too-dark'], 9, 'cannot judge'],
    [['small-defects'], 9, 'pass'],
    [['small-defects', 'missing-piece'], 9, 'fail'],
    [['small-defects', 'absent'], 9, 'cannot judge'],
    [['small-defects', 'too-dark'], 9, 'cannot judge'],
    [['regions-lost'], 1, 'cannot judge'],
    [['regions-lost'], 9, 'cannot judge'],
    [['not-aligned'], 1, 'cannot judge'],
    [['not-aligned'], 9, 'fail'],
    [['turned'], 1, 'fail'],
    [['displaced', 'small-defects'], 9, 'fail'],
    [['turned', 'too-dark'], 1, 'cannot judge'],
  ])('judges %j with score %d as %s', (codes, score, verdict) => {
    const reasons = codes.map(reason);
    expect(judge(score, 2, reasons)).toEqual({
      verdict,
      reasons,
      score,
      threshold: 2,
      ratio: score / 2,
    });
  });

  it('never passes, whatever the reason, unless it is that all is too small', () => {
    for (const code of REASON_CODES) {
      const { verdict } = judge(1, 2, [reason(code)]);
      expect(verdict === 'pass').toBe(code === 'small-defects');
    }
  });

  it('keeps a reason beside those of its own', () => {
    const { reasons } = judge(1, null, [reason('blurred')]);
    expect(reasons.map(({ code }) => code)).toEqual(['no-threshold', 'blurred']);
  });
});
