import { describe, expect, it } from 'vitest';
import { comparisonOf, type Line, lineSchema } from '../../studies/score-comparison.ts';

function line(name: string, verdict: string, score: number | null, threshold = 2): Line {
  return lineSchema.parse({ path: `/data/${name}`, verdict, score, threshold });
}

describe('comparisonOf()', () => {
  const before = [line('a', 'pass', 1), line('b', 'pass', 1.6), line('c', 'fail', 4)];

  it('finds nothing where all is the same', () => {
    expect(comparisonOf(before, before, '/data')).toEqual({
      pictures: 3,
      largest: 0,
      picture: 'a',
      unequal: 0,
      threshold: 0,
      flips: [],
    });
  });

  it('tells the largest difference relative to the larger score, and verdicts that differ', () => {
    const now = [line('a', 'pass', 1), line('b', 'fail', 2, 1.5), line('c', 'fail', 3.9)];
    const { largest, picture, unequal, threshold, flips } = comparisonOf(before, now, '/data');
    expect([largest, picture, unequal, threshold]).toEqual([expect.closeTo(0.2), 'b', 2, 0.25]);
    expect(flips).toEqual([{ path: 'b', before: 'pass', now: 'fail' }]);
  });

  it('takes a picture that is no longer scored, or read, for another', () => {
    const unread = lineSchema.parse({ path: '/data/b', error: { code: 'IMAGE' } });
    const { largest, flips } = comparisonOf(before, before.with(1, unread), '/data');
    expect(largest).toBe(1);
    expect(flips).toEqual([{ path: 'b', before: 'pass', now: 'error' }]);
  });

  it('compares no pictures with others, nor with none', () => {
    expect(() => comparisonOf(before, before.slice(1), '/data')).toThrow('3 pictures were judged');
    expect(() => comparisonOf(before, before.toReversed(), '/data')).toThrow('/data');
    expect(() => comparisonOf([], [], '/data')).toThrow('0 pictures');
  });
});
