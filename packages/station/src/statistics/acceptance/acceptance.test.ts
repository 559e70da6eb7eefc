import { ArgumentRangeError } from 'fewgood';
import { describe, expect, it } from 'vitest';
import { acceptanceFigures, type OutcomeCounts } from './acceptance-figures.ts';
import { ACCEPTANCE_WORDS } from './acceptance-words.ts';

const outcomes = (pass: number, fail: number, cannotJudge = 0): OutcomeCounts => ({
  pass,
  fail,
  cannotJudge,
});

describe('acceptanceFigures()', () => {
  it('counts what cannot be judged as sorted out, and never as an escape', () => {
    const { terms, goodSortedOut } = acceptanceFigures(outcomes(94, 4, 2), outcomes(1, 46, 3));
    const counts = Object.entries(terms).map(([term, { count, of }]) => [term, count, of]);
    expect(counts).toEqual([
      ['rightAccept', 94, 100],
      ['falseReject', 4, 100],
      ['rightReject', 46, 50],
      ['escape', 1, 50],
      ['goodNotJudged', 2, 100],
      ['badNotJudged', 3, 50],
    ]);
    expect([goodSortedOut.count, goodSortedOut.of]).toEqual([6, 100]);
  });

  it.each([
    [outcomes(0, 183), 'shown'], // at most 2.0 % at 95 %
    [outcomes(0, 182), 'open'],
    [outcomes(20, 80), 'broken'],
    [outcomes(0, 0), 'open'],
  ] as const)('with bad parts %o, a limit of 2 %% of escapes is %s', (bad, verdict) => {
    const { limits } = acceptanceFigures(outcomes(10, 0), bad, { limits: { escape: 0.02 } });
    expect(limits).toEqual({ escape: verdict, falseReject: null });
  });

  it('holds good parts that cannot be judged against the limit of false rejects', () => {
    const { limits } = acceptanceFigures(outcomes(50, 0, 50), outcomes(0, 1), {
      limits: { falseReject: 0.1 },
    });
    expect(limits.falseReject).toBe('broken');
  });

  it('refuses counts and limits that cannot be', () => {
    expect(() => acceptanceFigures(outcomes(-1, 0), outcomes(0, 0))).toThrow(/good.pass/);
    expect(() => acceptanceFigures(outcomes(1, 0), outcomes(0, 0.5))).toThrow(ArgumentRangeError);
    const limits = { escape: 1.5 };
    expect(() => acceptanceFigures(outcomes(1, 0), outcomes(0, 1), { limits })).toThrow(
      /limits.escape/,
    );
  });
});

it('every figure has words in every language, no two terms the same', () => {
  const { terms } = acceptanceFigures(outcomes(1, 0), outcomes(0, 1));
  for (const words of Object.values(ACCEPTANCE_WORDS)) {
    expect(Object.keys(words).toSorted()).toEqual(
      [...Object.keys(terms), 'goodSortedOut'].toSorted(),
    );
    expect(new Set(Object.values(words).map(({ name }) => name)).size).toBe(7);
  }
});
