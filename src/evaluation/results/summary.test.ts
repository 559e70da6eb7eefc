import { describe, expect, it } from 'vitest';
import { sampleMethod, sampleResult } from '../../../test/helpers/evaluation-sample.ts';
import type { EvaluationResult } from './evaluation-result.ts';
import { Figures, spreadOf, summarize } from './summary.ts';

/** A run whose image AUROC is the given function of category and seed. */
function resultWith(
  auroc: (category: string, seed: number) => number | null,
  categories = ['a', 'b'],
): EvaluationResult {
  const result = sampleResult({
    categories,
    methods: [sampleMethod('siamese')],
    shots: [2],
    seeds: [0, 1, 2],
  });
  const cells = result.cells.map((cell) => ({
    ...cell,
    metrics: { ...cell.metrics, imageAuroc: auroc(cell.category, cell.seed) },
  }));
  return { ...result, cells };
}

describe('spreadOf', () => {
  it('divides by n − 1', () => {
    // statistics.stdev([0.9, 0.8, 1.0]) of Python: 0.1
    expect(spreadOf([0.9, 0.8, 1])).toEqual({
      mean: expect.closeTo(0.9, 12),
      sd: expect.closeTo(0.1, 12),
      n: 3,
    });
  });

  it('has no deviation for one value, and nothing for none', () => {
    expect(spreadOf([0.7])).toEqual({ mean: 0.7, sd: null, n: 1 });
    expect(spreadOf([])).toBeNull();
  });
});

describe('Figures', () => {
  it('takes the mean over categories for each seed before the deviation over seeds', () => {
    // Opposite changes cancel within a seed: the deviation of the means is 0, not 0.1.
    const figures = new Figures(
      resultWith((category, seed) => (category === 'a' ? 0.7 + seed / 10 : 0.9 - seed / 10)),
    );
    const mean = figures.overCategories('imageAuroc', 'siamese', 2);
    expect(mean?.mean).toBeCloseTo(0.8, 12);
    expect(mean?.sd).toBeCloseTo(0, 12);
    expect(figures.ofCategory('imageAuroc', 'siamese', 'a', 2)?.sd).toBeCloseTo(0.1, 12);
  });

  it('leaves out categories that have no value at all, and seeds that lack one of the others', () => {
    const figures = new Figures(
      resultWith(
        (category, seed) => {
          if (category === 'c') return null;
          return category === 'b' && seed === 1 ? null : 0.5 + seed / 10;
        },
        ['a', 'b', 'c'],
      ),
    );
    expect(figures.categoriesWith('imageAuroc')).toEqual(['a', 'b']);
    const mean = figures.overCategories('imageAuroc', 'siamese', 2);
    expect(mean?.n).toBe(2);
    expect(mean?.mean).toBeCloseTo(0.6, 12);
  });
});

describe('summarize', () => {
  it('has an entry for each method, K and category, and one for all categories', () => {
    const result = sampleResult();
    const summary = summarize(result);
    expect(summary).toHaveLength(2 * 2 * 3);
    const bottle = summary.find(
      ({ method, category, shots }) =>
        method === 'patchcore' && category === 'mvtec/bottle' && shots === 8,
    );
    const values = result.cells
      .filter(({ method, category }) => method === 'patchcore' && category === 'mvtec/bottle')
      .filter(({ shots }) => shots === 8)
      .map(({ metrics }) => metrics.f1Max?.f1 ?? Number.NaN);
    expect(bottle?.figures.f1Max).toEqual(spreadOf(values));
    const unmasked = summary.find(({ category }) => category === 'nut & bolt');
    expect(unmasked?.figures.aupro).toBeNull();
  });
});
