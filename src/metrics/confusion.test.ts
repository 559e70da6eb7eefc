import { describe, expect, it } from 'vitest';
import { MetricError, ShapeError } from '../errors.ts';
import { confusionAt } from './confusion.ts';

describe('confusionAt()', () => {
  it('fails what is above the threshold, not what is at it', () => {
    expect(confusionAt([1, 2, 3, 2, 3], [0, 0, 0, 1, 1], 2)).toEqual({
      normal: 3,
      anomalous: 2,
      falseRejects: 1,
      escapes: 1,
      falseRejectRate: 1 / 3,
      escapeRate: 1 / 2,
    });
  });

  it('has no rate of a class that is missing', () => {
    expect(confusionAt([1, 3], [0, 0], 2)).toMatchObject({
      falseRejectRate: 0.5,
      escapeRate: null,
    });
    expect(confusionAt([1, 3], [1, 1], 2)).toMatchObject({
      falseRejectRate: null,
      escapeRate: 0.5,
    });
  });

  it('refuses a score that is not a number, and a missing label', () => {
    expect(() => confusionAt([Number.NaN], [1], 2)).toThrow(MetricError);
    expect(() => confusionAt([1, 2], [1], 2)).toThrow(ShapeError);
  });
});
