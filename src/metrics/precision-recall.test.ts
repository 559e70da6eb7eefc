import { describe, expect, it } from 'vitest';
import { averagePrecision, f1Max } from './precision-recall.ts';
import { rankScores } from './ranked-scores.ts';

// From the highest score: anomalous, normal, anomalous, normal.
const mixed = rankScores([4, 3, 2, 1], [1, 0, 1, 0]);

describe('averagePrecision()', () => {
  it('weighs precision by the gain in recall', () => {
    expect(averagePrecision(mixed)).toBeCloseTo((1 + 2 / 3) / 2, 15);
  });

  it('is the share of anomalies where all scores are equal', () => {
    expect(averagePrecision(rankScores([5, 5, 5, 5], [1, 0, 0, 0]))).toBe(0.25);
  });
});

describe('f1Max()', () => {
  it('finds the best threshold', () => {
    expect(f1Max(mixed)).toEqual({ f1: 0.8, threshold: 2 });
  });

  it('takes the lowest of equally good thresholds', () => {
    // At 4: 1 hit of 1 found of 2; at 1: 2 hits of 4 found of 2. Both 2/3.
    expect(f1Max(rankScores([4, 3, 2, 1], [1, 0, 0, 1]))).toEqual({ f1: 2 / 3, threshold: 1 });
  });
});
