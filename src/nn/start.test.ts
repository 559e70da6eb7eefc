import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random.ts';
import { constant, fanIn, fromValues, ones, type Start, truncatedNormal, zeros } from './start.ts';

function elements(start: Start, count: number, seed = 1): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, i) => start(random, i));
}

describe('starts that draw nothing', () => {
  it.each<[string, Start, number[]]>([
    ['zeros', zeros, [0, 0, 0]],
    ['ones', ones, [1, 1, 1]],
    ['constant', constant(0.25), [0.25, 0.25, 0.25]],
    ['given', fromValues([3, 1, 2]), [3, 1, 2]],
  ])('%s', (_, start, expected) => {
    expect(elements(start, 3)).toEqual(expected);
  });
});

describe('fanIn()', () => {
  it('scales the next uniform number to ±1/√n', () => {
    const random = seededRandom(1);
    const expected = [0, 0, 0].map(() => (2 * random.uniform() - 1) / 3);
    elements(fanIn(9), 3).forEach((value, i) => expect(value).toBeCloseTo(expected[i], 12));
  });

  it('fills its range, and nothing beyond it', () => {
    const values = elements(fanIn(25), 4000);
    expect(Math.max(...values)).toBeLessThanOrEqual(0.2);
    expect(Math.max(...values)).toBeGreaterThan(0.199);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-0.2);
    expect(Math.min(...values)).toBeLessThan(-0.199);
  });
});

describe('truncatedNormal()', () => {
  it('is the next normal numbers, but for those beyond two standard deviations', () => {
    const random = seededRandom(4);
    const all = Array.from({ length: 400 }, () => random.normal());
    const within = all.filter((z) => Math.abs(z) <= 2);
    expect(within.length).toBeLessThan(400);
    const values = elements(truncatedNormal(0.02), within.length, 4);
    values.forEach((value, i) => expect(value).toBeCloseTo(0.02 * within[i], 12));
  });
});
