import { describe, expect, it } from 'vitest';
import { MetricError, ShapeError } from '../errors.ts';
import { forEachThreshold, rankScores } from './ranked-scores.ts';

describe('rankScores()', () => {
  it('sorts each class; any label but 0 is anomalous', () => {
    const ranked = rankScores([3, 1, 2, -4], [0, 255, 1, 0]);
    expect([...ranked.normal]).toEqual([-4, 3]);
    expect([...ranked.anomalous]).toEqual([1, 2]);
  });

  it.each([
    ['no scores', [], []],
    ['only normal scores', [1, 2], [0, 0]],
    ['only anomalous scores', [1, 2], [1, 1]],
    ['a score that is not a number', [1, Number.NaN], [0, 1]],
    ['an infinite score', [1, Infinity], [0, 1]],
  ])('refuses %s', (_, scores, labels) => {
    expect(() => rankScores(scores, labels)).toThrow(MetricError);
  });

  it('refuses a missing label', () => {
    expect(() => rankScores([1, 2], [0])).toThrow(ShapeError);
  });
});

describe('forEachThreshold()', () => {
  it('visits distinct scores from the highest, ties of both classes together', () => {
    const visits: number[][] = [];
    const ranked = rankScores([1, 2, 2, 2, 0, -0], [0, 0, 1, 1, 1, 0]);
    forEachThreshold(ranked, (...visit) => visits.push(visit));
    expect(visits).toEqual([
      [2, 2, 1],
      [1, 2, 2],
      [0, 3, 3],
    ]);
  });
});
