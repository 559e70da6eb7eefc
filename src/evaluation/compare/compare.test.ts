import { describe, expect, it } from 'vitest';
import {
  sampleMethod,
  sampleResult,
  type SampleOptions,
} from '../../../test/helpers/evaluation-sample.ts';
import { Figures } from '../results/summary.ts';
import { BENCHMARKS, knownCategory } from './benchmarks.ts';
import { type Comparison, compareWithPublished } from './comparison.ts';
import { comparisonTables, publishedCostTable, publishedTable } from './comparison-tables.ts';
import { resultsDocument } from './results-document.ts';

const [mvtec, mpdd, visa] = BENCHMARKS;

function compare(options: SampleOptions): Comparison[] {
  return compareWithPublished({ file: 'run.json', result: sampleResult(options) });
}

/** The values of published figures by method. */
function publishedIn(
  comparison: Comparison,
  key: { category: string | null; metric: string; shots: number },
): Record<string, number> {
  const row = comparison.rows.find(
    ({ category, metric, shots }) =>
      category === key.category && metric === key.metric && shots === key.shots,
  );
  return Object.fromEntries(row?.published.map(({ method, value }) => [method, value]) ?? []);
}

describe('knownCategory', () => {
  it.each([
    ['mvtec', 'bottle', mvtec],
    ['mvtec_anomaly_detection', 'Metal_Nut', mvtec],
    ['data', 'mvtec/bottle', mvtec],
    ['MPDD', 'tubes', mpdd],
    ['data', 'sets/visa/pcb1', visa],
  ])('knows %s: %s', (dataset, category, benchmark) => {
    expect(knownCategory(dataset, category)?.benchmark).toBe(benchmark);
  });

  it.each([
    ['permissive', 'wood'],
    ['data', 'permissive/wood'],
    ['mvtec_ad_2', 'wood'],
    ['mvtec-loco', 'screw'],
    ['mvtec', 'splicing_connectors'],
    ['bottle', 'bottle'],
  ])('does not take %s: %s for a benchmark', (dataset, category) => {
    expect(knownCategory(dataset, category)).toBeUndefined();
  });
});

describe('compareWithPublished', () => {
  it('puts figures of the same category, metric and K side by side', () => {
    const categories = ['mvtec/screw', 'permissive/wood'];
    const result = sampleResult({ categories, unmasked: [], shots: [2, 8] });
    const [comparison, ...others] = compareWithPublished({ file: 'run.json', result });
    expect(others).toEqual([]);
    expect(comparison.categories).toEqual(['screw']);
    expect(publishedIn(comparison, { category: 'screw', metric: 'imageAuroc', shots: 8 })).toEqual({
      RegAD: 63.4,
    });
    const row = comparison.rows.find(({ shots }) => shots === 8);
    expect(row?.ours[1]).toEqual({
      method: 'patchcore',
      figure: new Figures(result).ofCategory('imageAuroc', 'patchcore', 'mvtec/screw', 8),
    });
  });

  it('has no mean of ours unless all categories are there', () => {
    const [part] = compare({ dataset: 'mpdd', categories: ['tubes'], unmasked: [] });
    const means = part.rows.filter(({ category }) => category === null);
    expect(means.length).toBeGreaterThan(0);
    expect(means.flatMap(({ ours }) => ours).every(({ figure }) => figure === null)).toBe(true);

    const options = { dataset: 'mpdd', categories: mpdd.categories, unmasked: [] };
    const [whole] = compare(options);
    const mean = whole.rows.find(
      ({ category, metric, shots }) => category === null && metric === 'imageAuroc' && shots === 2,
    );
    const figure = new Figures(sampleResult(options)).overCategories('imageAuroc', 'siamese', 2);
    expect(mean?.ours[0].figure).toEqual(figure);
    expect(publishedIn(whole, { category: null, metric: 'imageAuroc', shots: 2 })).toEqual({
      Thesis: 74.3,
      'Thesis, table 5.8': 74.3,
      'Thesis, ConvNeXt-Tiny': 78.9,
    });
  });

  it('takes the mean over the categories of the benchmark alone', () => {
    const categories = [...mpdd.categories.map((name) => `mpdd/${name}`), 'own/part'];
    const options = { dataset: 'data', categories, unmasked: [], shots: [2] };
    const [comparison] = compare(options);
    const figures = new Figures(sampleResult(options));
    const mean = comparison.rows.find(({ category }) => category === null)?.ours[0].figure?.mean;
    expect(mean).toBe(
      figures.overCategories('imageAuroc', 'siamese', 2, categories.slice(0, -1))?.mean,
    );
    expect(mean).not.toBe(figures.overCategories('imageAuroc', 'siamese', 2)?.mean);
  });
});

describe('published figures of a comparison', () => {
  it('include the few-shot anchors', () => {
    const [comparison] = compare({
      dataset: 'mvtec',
      categories: mvtec.categories.slice(0, 2),
      unmasked: [],
      shots: [2, 8],
    });
    const at2 = publishedIn(comparison, { category: null, metric: 'imageAuroc', shots: 2 });
    expect(at2).toMatchObject({ 'PatchCore, few-shot': 86.3, 'AnomalyDINO-S': 96.9, RegAD: 85.7 });
    const at8 = publishedIn(comparison, { category: null, metric: 'imageAuroc', shots: 8 });
    expect(at8).toMatchObject({ 'AnomalyDINO-S': 98.2, Thesis: 92.67 });
  });

  it('are nothing for other data', () => {
    expect(compare({ dataset: 'permissive', categories: ['wood'] })).toEqual([]);
  });
});

describe('comparisonTables', () => {
  it('marks the best of ours alone and keeps the remarks', () => {
    const [comparison] = compare({
      dataset: 'mpdd',
      categories: ['tubes'],
      unmasked: [],
      shots: [2],
    });
    const [table] = comparisonTables(comparison);
    expect(table.columns.slice(0, 5)).toEqual([
      'Category',
      'K',
      'siamese (ours)',
      'patchcore (ours)',
      'Thesis',
    ]);
    const [tubes, mean] = table.rows;
    expect(tubes.cells[4]).toMatchObject({ value: 85.5, isBest: false, notes: [0] });
    expect(mean.cells[0]).toBe('Mean of all 6, 1 of them here');
    expect(table.notes.join(' ')).toContain('72.1, not 74.3');
  });
});

describe('publishedTable', () => {
  it('lists every mean with its source', () => {
    const table = publishedTable(visa);
    const names = table.rows.map(({ cells }) => cells.slice(0, 2));
    expect(names).toContainEqual(['PaDiM', 'all']);
    expect(table.rows.every(({ cells }) => cells.length === table.columns.length)).toBe(true);
  });

  it('has the times and the energy of the thesis, with their doubts', () => {
    const table = publishedCostTable();
    expect(table.rows).toHaveLength(8);
    expect(table.notes.join(' ')).toContain('62 days');
  });
});

describe('resultsDocument', () => {
  const measured = sampleResult({ dataset: 'data', unmasked: ['nut & bolt'] });

  it('says of each run which data it is, and how to get it again', () => {
    const text = resultsDocument([{ file: 'a_b.json', result: measured }]);
    expect(text).toContain(String.raw`## data: a\_b.json`);
    expect(text).toContain('- Data: data, layout mvtec-ad, 2 categories. made up for tests');
    expect(text).toContain(`- Again: \`${measured.provenance.command}\``);
    expect(text).toContain('MVTec AD, Image AUROC in percent: ours');
    expect(text).not.toMatch(/NaN|undefined|%20/);
  });

  it('is the same for the same results, and says what is not finished', () => {
    const half = { ...measured, cells: measured.cells.slice(0, 5) };
    const named = [{ file: 'a.json', result: half }];
    expect(resultsDocument(named)).toBe(resultsDocument(named));
    expect(resultsDocument(named)).toContain('Not finished: 5 of 16 cells');
  });

  it('says where nothing is published', () => {
    const result = sampleResult({ dataset: 'own', categories: ['part'] });
    expect(resultsDocument([{ file: 'a.json', result }])).toContain('No figures are published');
  });

  it('has the rows of the thesis beside an ablation', () => {
    const methods = ['T', 'R'].map((family) =>
      sampleMethod(`siamese[${family}]`, { variant: `augment=${family}` }),
    );
    const text = resultsDocument([{ file: 'a.json', result: sampleResult({ methods }) }]);
    expect(text).toMatch(/\| augment=T \|.* 81\.3 \| 92\.4 \|/);
  });

  it('keeps backticks of a command', () => {
    const provenance = { ...measured.provenance, command: 'a `b`' };
    const text = resultsDocument([{ file: 'a.json', result: { ...measured, provenance } }]);
    expect(text).toContain('- Again: `` a `b` ``');
  });
});
