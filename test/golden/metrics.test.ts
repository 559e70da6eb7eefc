import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PixelScores } from '../../src/metrics/pixel-scores.ts';
import { averagePrecision, f1Max } from '../../src/metrics/precision-recall.ts';
import {
  forEachThreshold,
  type RankedScores,
  rankScores,
} from '../../src/metrics/ranked-scores.ts';
import { aupro } from '../../src/metrics/region-overlap.ts';
import { auroc, rocCurve } from '../../src/metrics/roc.ts';
import { byteArray, floatArray, readFixture } from '../helpers/fixture.ts';

const numbers = z.array(z.number());

const { cases: scoreCases } = readFixture(
  'metrics/scores',
  z.object({
    cases: z.array(
      z.object({
        name: z.string(),
        scores: numbers,
        labels: numbers,
        auroc: z.number(),
        averagePrecision: z.number(),
        f1Max: z.object({ f1: z.number(), threshold: z.number() }),
        precision: numbers,
        recall: numbers,
        thresholds: numbers,
        falsePositiveRate: numbers,
        truePositiveRate: numbers,
      }),
    ),
  }),
);

const { cases: pictureCases } = readFixture(
  'metrics/pictures',
  z.object({
    cases: z.array(
      z.object({
        name: z.string(),
        maps: floatArray,
        masks: byteArray,
        auroc: z.number(),
        averagePrecision: z.number(),
        aupro: z.array(z.object({ limit: z.number(), value: z.number() })),
      }),
    ),
  }),
);

describe.each(scoreCases)('metrics of scores: $name', (golden) => {
  const ranked = rankScores(golden.scores, golden.labels);

  it('AUROC, average precision and F1-max are those of scikit-learn', () => {
    expect(distance([auroc(ranked)], [golden.auroc])).toBeLessThan(1e-12);
    expect(distance([averagePrecision(ranked)], [golden.averagePrecision])).toBeLessThan(1e-12);
    const best = f1Max(ranked);
    expect(distance([best.f1], [golden.f1Max.f1])).toBeLessThan(1e-12);
    expect(best.threshold).toBe(golden.f1Max.threshold);
  });

  it('the ROC curve is that of scikit-learn', () => {
    const curve = rocCurve(ranked);
    expect(distance(curve.falsePositiveRate, golden.falsePositiveRate)).toBeLessThan(1e-12);
    expect(distance(curve.truePositiveRate, golden.truePositiveRate)).toBeLessThan(1e-12);
  });

  it('the precision-recall curve is that of scikit-learn, reversed', () => {
    const curve = precisionRecallCurve(ranked);
    expect(distance([1, ...curve.precision], golden.precision.toReversed())).toBeLessThan(1e-12);
    expect(distance([0, ...curve.recall], golden.recall.toReversed())).toBeLessThan(1e-12);
    expect(distance(curve.threshold, golden.thresholds.toReversed())).toBe(0);
  });
});

describe.each(pictureCases)('metrics of pixels: $name', (golden) => {
  const [pictures, height, width] = golden.maps.shape;
  const pixels = new PixelScores(golden.maps.data.length);
  for (let i = 0; i < pictures; i++) {
    const [start, end] = [i * height * width, (i + 1) * height * width];
    const mask = golden.masks.data.subarray(start, end);
    const isGood = mask.every((value) => value === 0);
    pixels.add(golden.maps.data.subarray(start, end), width, isGood ? undefined : mask);
  }

  it('AUROC and average precision are those of scikit-learn', () => {
    expect(distance([auroc(pixels.ranked())], [golden.auroc])).toBeLessThan(1e-12);
    const precision = averagePrecision(pixels.ranked());
    expect(distance([precision], [golden.averagePrecision])).toBeLessThan(1e-12);
  });

  it.each(golden.aupro)('AUPRO up to $limit is that of the definition', ({ limit, value }) => {
    expect(distance([aupro(pixels.ranked(), limit)], [value])).toBeLessThan(1e-9);
  });
});

/** Largest difference of two lists; infinite if their lengths differ. */
function distance(actual: readonly number[], expected: readonly number[]): number {
  if (actual.length !== expected.length) return Infinity;
  return Math.max(...actual.map((value, i) => Math.abs(value - expected[i])));
}

/**
 * Precision and recall at each distinct score, from the highest. scikit-learn's
 * precision_recall_curve has the same points in the opposite order, and the point (1, 0) besides.
 */
function precisionRecallCurve(ranked: RankedScores) {
  const precision: number[] = [];
  const recall: number[] = [];
  const threshold: number[] = [];
  forEachThreshold(ranked, (score, truePositives, falsePositives) => {
    precision.push(truePositives / (truePositives + falsePositives));
    recall.push(truePositives / ranked.anomalous.length);
    threshold.push(score);
  });
  return { precision, recall, threshold };
}
