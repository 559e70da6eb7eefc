import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankScores } from './ranked-scores.ts';
import { auroc, rocCurve } from './roc.ts';

/** Scores with many ties, and labels of both classes. */
const labelled = fc
  .array(fc.tuple(fc.integer({ min: -5, max: 5 }), fc.boolean()), { minLength: 2, maxLength: 40 })
  .filter((pairs) => new Set(pairs.map(([, label]) => label)).size === 2)
  .map((pairs) => ({
    scores: pairs.map(([score]) => score),
    labels: pairs.map(([, label]) => Number(label)),
  }));

describe('auroc()', () => {
  it.each([
    ['1 in the right order', [1, 2, 3, 4], [0, 0, 1, 1], 1],
    ['0 in the wrong order', [4, 3, 2, 1], [0, 0, 1, 1], 0],
    ['1/2 of equal scores', [7, 7, 7], [0, 1, 0], 0.5],
    ['a tie counts half', [1, 2, 2, 3], [0, 0, 1, 1], 3.5 / 4],
  ])('is %s', (_, scores, labels, expected) => {
    expect(auroc(rankScores(scores, labels))).toBe(expected);
  });

  it('is the share of ordered pairs', () => {
    fc.assert(
      fc.property(labelled, ({ scores, labels }) => {
        const normal = scores.filter((_, i) => labels[i] === 0);
        const anomalous = scores.filter((_, i) => labels[i] === 1);
        const wins = anomalous.flatMap((a) => normal.map((n) => (Math.sign(a - n) + 1) / 2));
        const share = wins.reduce((sum, win) => sum + win, 0) / wins.length;
        expect(auroc(rankScores(scores, labels))).toBe(share);
      }),
    );
  });

  it('does not change under an increasing map, and turns over under a decreasing one', () => {
    fc.assert(
      fc.property(labelled, ({ scores, labels }) => {
        const value = auroc(rankScores(scores, labels));
        const raised = scores.map((score) => Math.exp(score) * 3 - 100);
        expect(auroc(rankScores(raised, labels))).toBe(value);
        const negated = scores.map((score) => -score);
        expect(auroc(rankScores(negated, labels))).toBeCloseTo(1 - value, 14);
      }),
    );
  });

  it('is the area under the ROC curve', () => {
    fc.assert(
      fc.property(labelled, ({ scores, labels }) => {
        const ranked = rankScores(scores, labels);
        const { falsePositiveRate: x, truePositiveRate: y } = rocCurve(ranked);
        const area = x
          .slice(1)
          .reduce((sum, end, i) => sum + ((end - x[i]) * (y[i] + y[i + 1])) / 2, 0);
        expect(auroc(ranked)).toBeCloseTo(area, 12);
      }),
    );
  });
});

describe('rocCurve()', () => {
  const scores = Array.from({ length: 10_000 }, (_, i) => Math.sin(i * i));
  const labels = scores.map((score, i) => Number(score + Math.cos(i) > 0));
  const ranked = rankScores(scores, labels);

  it('names the threshold of each point', () => {
    expect(rocCurve(rankScores([1, 2, 2, 3], [0, 0, 1, 1]))).toEqual({
      falsePositiveRate: [0, 0, 0.5, 1],
      truePositiveRate: [0, 0.5, 1, 1],
      threshold: [Infinity, 3, 2, 1],
    });
  });

  it('thinned, has few points, both ends, and no gap wider than twice the step', () => {
    const { falsePositiveRate: x, truePositiveRate: y } = rocCurve(ranked, 0.01);
    expect(x.length).toBeLessThan(202);
    expect([x[0], y[0], x.at(-1), y.at(-1)]).toEqual([0, 0, 1, 1]);
    expect(Math.max(...x.slice(1).map((value, i) => value - x[i]))).toBeLessThan(0.02);
    expect(Math.max(...y.slice(1).map((value, i) => value - y[i]))).toBeLessThan(0.02);
  });
});
