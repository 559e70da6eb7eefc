import { describe, expect, it } from 'vitest';
import { sampleMethod, sampleResult } from '../../../test/helpers/evaluation-sample.ts';
import { wilsonInterval } from '../../calibration/bound.ts';
import { Figures } from '../results/summary.ts';
import { ablationTable, isAblation } from './ablation-table.ts';
import {
  categoryTable,
  meanTable,
  pictureTable,
  thresholdTable,
  timingTable,
} from './result-tables.ts';
import { percent, type Table, type TableCell } from './table.ts';

const result = sampleResult();

function cell(table: Table, row: string, column: string): TableCell | undefined {
  const cells = table.rows.find(({ cells: [first] }) => first === row)?.cells;
  return cells?.[table.columns.indexOf(column)];
}

describe('categoryTable', () => {
  it('has each category by method, and their mean', () => {
    const table = categoryTable(result, 'imageAuroc', 8);
    const figures = new Figures(result);
    const bottle = figures.ofCategory('imageAuroc', 'siamese', 'mvtec/bottle', 8);
    expect(table.columns).toEqual(['Category', 'siamese', 'patchcore']);
    expect(cell(table, 'mvtec/bottle', 'siamese')).toMatchObject({
      value: (bottle?.mean ?? 0) * 100,
      sd: (bottle?.sd ?? 0) * 100,
    });
    const mean = figures.overCategories('imageAuroc', 'patchcore', 8);
    expect(cell(table, 'Mean of 2', 'patchcore')).toMatchObject({ value: (mean?.mean ?? 0) * 100 });
    expect(table.title).toContain('2 support sets');
  });

  it('leaves out categories without masks from pixel figures', () => {
    const table = categoryTable(result, 'pixelAuroc', 2);
    expect(table.rows.map(({ cells: [name] }) => name)).toEqual(['mvtec/bottle']);
  });

  it('shows what is not finished as missing', () => {
    const unfinished = { ...result, cells: result.cells.filter(({ shots }) => shots === 2) };
    expect(
      cell(categoryTable(unfinished, 'imageAuroc', 8), 'mvtec/bottle', 'siamese'),
    ).toMatchObject({ value: null, sd: null, isBest: false });
  });
});

it('meanTable marks the best method of each K', () => {
  const { rows } = meanTable(result, 'averagePrecision');
  for (const column of [1, 2]) {
    const values = rows.map(({ cells }) => cells[column]);
    const best = values.filter((value) => typeof value !== 'string' && value.isBest);
    expect(best.length).toBeGreaterThanOrEqual(1);
  }
});

it('thresholdTable adds up the pictures of one seed, with the interval of the sum', () => {
  const cells = result.cells.filter(
    ({ method, shots, seed }) => method === 'siamese' && shots === 2 && seed === 1,
  );
  const count = cells.reduce(
    (sum, { metrics }) => sum + (metrics.calibrated?.escapes.count ?? 0),
    0,
  );
  const { low, high } = wilsonInterval(count, 48);
  const [, , , escapes] = thresholdTable(result, 1).rows[0].cells;
  expect(cells).toHaveLength(2);
  expect(escapes).toBe(
    `${count} of 48 (${percent((count / 48) * 100)} %, ${percent(low * 100)}–${percent(high * 100)})`,
  );
});

it('thresholdTable has one row for a method without a threshold', () => {
  const cells = result.cells.map((each) =>
    each.method === 'siamese' ? each : { ...each, metrics: { ...each.metrics, calibrated: null } },
  );
  const { rows } = thresholdTable({ ...result, cells }, 1);
  expect(rows.map(({ cells: [method, shots] }) => [method, shots])).toEqual([
    ['siamese', '2'],
    ['siamese', '8'],
    ['patchcore', 'any'],
  ]);
});

it('timingTable has a column for each stage', () => {
  const table = timingTable(result);
  expect(table.columns).toEqual([
    'Method',
    'K',
    'Bank, s',
    'Category, s',
    'features, ms',
    'score, ms',
  ]);
  expect(table.rows[1].cells).toEqual([
    'siamese',
    '8',
    '2.4',
    '4.2',
    '42.1 / 44.0 / 51.9',
    '13.2 / 15.0 / 17.0',
  ]);
});

it('pictureTable counts', () => {
  expect(pictureTable(result).rows[0].cells).toEqual(['mvtec/bottle', '20', '16', '24']);
});

describe('ablationTable', () => {
  const families = ['F', 'T', 'GFTRBC'];
  const ablation = sampleResult({
    methods: families.map((family) =>
      sampleMethod(`siamese[${family}]`, { variant: `augment=${family}` }),
    ),
  });

  it('has the row of the thesis beside each variant, with its remarks', () => {
    const table = ablationTable(ablation, 2);
    expect(cell(table, 'augment=T', 'Thesis, MPDD image')).toMatchObject({
      value: 74.8,
      isBest: true,
      notes: [],
    });
    const flipped = cell(table, 'augment=F', 'Thesis, MVTec pixel');
    expect(flipped).toMatchObject({ value: 79.8, notes: [0] });
    expect(table.notes[0]).toContain('79.8');
    expect(cell(table, 'augment=T', 'Ours, image')).toMatchObject({
      value: expect.closeTo(
        (new Figures(ablation).overCategories('imageAuroc', 'siamese[T]', 2)?.mean ?? 0) * 100,
        9,
      ),
    });
  });

  it('has no column of the thesis at a K that it does not report', () => {
    expect(ablationTable(ablation, 8).columns).toEqual(['Variant', 'Ours, image', 'Ours, pixel']);
  });

  it('is for runs with variants', () => {
    expect(isAblation(ablation)).toBe(true);
    expect(isAblation(result)).toBe(false);
  });
});
