import { describe, expect, it } from 'vitest';
import { presenceReasons } from './presence.ts';

const missing = (ratio: number) => ({ ratio, map: new Float32Array(4) });

describe('presenceReasons()', () => {
  it('has nothing against a picture that lacks no more than good ones may', () => {
    expect(presenceReasons(missing(1.4), 1.4)).toEqual([]);
    expect(presenceReasons(missing(0), 1.4)).toEqual([]);
  });

  it('says of one that lacks more how much that is, and what to do', () => {
    const [reason, ...more] = presenceReasons(missing(3), 1.5);
    expect(more).toEqual([]);
    expect(reason.code).toBe('absent');
    expect(reason.message).toMatch(
      /^the part is not there .* lacks 200 % more .* \(allowed 50 %\): empty, cut off, wrong or misplaced$/,
    );
    expect(reason.remedy).toMatch(/^Look whether .*\.$/);
    expect(reason.facts).toEqual({ measured: 3, limit: 1.5 });
  });

  it('knows nothing without reverse matching or without a limit', () => {
    expect(presenceReasons(null, 1.4)).toEqual([]);
    expect(presenceReasons(missing(9), null)).toEqual([]);
  });

  it('has nothing to say of what is no number, which the score is not either', () => {
    expect(presenceReasons(missing(NaN), 1.4)).toEqual([]);
  });
});
