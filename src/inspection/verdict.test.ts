import { describe, expect, it } from 'vitest';
import { judge } from './verdict.ts';

describe('judge()', () => {
  it('passes at the threshold and fails above it', () => {
    expect(judge(2, 2)).toEqual({ verdict: 'pass', score: 2, threshold: 2, ratio: 1 });
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

  it('fails an infinite score', () => expect(judge(Infinity, 2).verdict).toBe('fail'));
});
