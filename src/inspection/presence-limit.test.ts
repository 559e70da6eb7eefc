import { describe, expect, it } from 'vitest';
import { REVERSE } from '../hyperparameters.ts';
import { halfOutside, presenceMargin, presenceWarnings } from './presence-limit.ts';

describe('halfOutside()', () => {
  it('moves a picture by half its width and continues its left border', () => {
    const data = Uint8Array.from(
      [1, 2, 3, 4, 9, 8, 7, 6].flatMap((value) => [value, value, value]),
    );
    const moved = halfOutside({ data, width: 4, height: 2 });
    expect([...moved.data].filter((_, i) => i % 3 === 0)).toEqual([1, 1, 1, 2, 9, 9, 9, 8]);
    expect(moved).toMatchObject({ width: 4, height: 2 });
  });
});

describe('presenceMargin()', () => {
  it('lies half way to the picture of half a part that lacks least', () => {
    expect(presenceMargin([1.6, 1.3, 1.5])).toBeCloseTo(1.15);
  });

  it('is the largest one where half a part lacks no more than a whole one, or very much', () => {
    expect(presenceMargin([1.6, 1.02])).toBe(REVERSE.margin);
    expect(presenceMargin([7, 9])).toBe(REVERSE.margin);
  });
});

describe('presenceWarnings()', () => {
  it('says where half a part cannot be told from a whole one, and by how much', () => {
    const [warning, ...more] = presenceWarnings([1.6, 1.02]);
    expect(more).toEqual([]);
    expect(warning.code).toBe('presence-unseen');
    expect(warning.message).toContain(
      'half a part would pass unnoticed: a picture of one lacks 1.02 times',
    );
    expect(warning.facts).toEqual({ measured: 1.02, limit: REVERSE.tellingRatio });
  });

  it('names the pictures that may be the cause, instead of an outline', () => {
    const [{ remedy }] = presenceWarnings([1.02], ['3.png']);
    expect(remedy).toContain('Replace 3.png first');
    expect(remedy).not.toContain('outline');
  });

  it('has nothing to say where it can', () => {
    expect(presenceWarnings([1.6, 1.3])).toEqual([]);
  });
});
