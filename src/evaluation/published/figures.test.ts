import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { thesisPath } from '../../../studies/data-folders.ts';
import { needsOf } from '../../../test/helpers/shared-data.ts';
import { PUBLISHED } from './figures.ts';
import type { PublishedFigure } from './sources.ts';
import { REMARKS, SOURCES } from './sources.ts';

const thesis = thesisPath();
const needs = needsOf(thesis);

/** The values of the figures that match, in the order of the file. */
function valuesOf(pattern: Partial<PublishedFigure>): number[] {
  return PUBLISHED.filter((figure) =>
    Object.entries(pattern).every(([key, value]) =>
      Object.entries(figure).some(([own, content]) => own === key && content === value),
    ),
  ).map(({ value }) => value);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The numbers of the table that ends with the caption, row by row. */
function thesisTable(number: string): number[][] {
  const lines = readFileSync(thesis, 'utf8').split('\n');
  const end = lines.findLastIndex((line) => line.startsWith(`Table ${number}:`));
  const start = lines.findLastIndex((line, i) => i < end - 1 && line.trim() === '');
  const rows = lines.slice(start, end - 1).filter((line) => line.includes('\t'));
  return rows.map((row) =>
    row
      .split('\t')
      .map((cell) => /^(\d+(?:\.\d+)?)(?: sec|KWh)?$/.exec(cell.trim())?.[1])
      .flatMap((cell) => (cell === undefined ? [] : [Number(cell)])),
  );
}

/** The categories of a backbone in table 5.8. */
function table58(variant: string, metric: PublishedFigure['metric']): number[] {
  return PUBLISHED.filter((figure) => figure.variant === variant && figure.metric === metric)
    .filter(({ category }) => category !== null)
    .map(({ value }) => value);
}

const MVTEC = { source: 'thesis', benchmark: 'mvtec' } as const;
const MPDD = { source: 'thesis', benchmark: 'mpdd' } as const;

/** What each table of the thesis holds, as our figures have it. */
const TABLES: Readonly<Record<string, () => number[]>> = {
  '5.5': () =>
    PUBLISHED.filter(
      ({ source, variant, metric }) =>
        source === 'thesis' && variant === null && metric === 'imageAuroc',
    )
      .filter(({ benchmark, method }) => benchmark !== 'axiom' && method !== 'Thesis, table 5.10')
      .map(({ value }) => value),
  '5.6': () => valuesOf({ metric: 'secondsPerCategory' }),
  '5.7': () =>
    PUBLISHED.filter(({ variant }) => variant?.startsWith('augment=')).map(({ value }) => value),
  '5.8': () =>
    PUBLISHED.filter(({ variant }) => variant?.startsWith('backbone=')).map(({ value }) => value),
  '5.9': () => valuesOf({ metric: 'kilowattHours' }),
  '5.10': () => valuesOf({ method: 'Thesis, table 5.10' }),
  '5.11': () => valuesOf({ benchmark: 'axiom' }),
};

describe('published figures', () => {
  it.skipIf(needs.areMissing).each(Object.entries(TABLES))(
    `are those of table %s of the thesis${needs.note}`,
    (number, figures) => {
      const printed = thesisTable(number).flat();
      const withoutShots = ['5.10', '5.11'].includes(number)
        ? printed.filter((value) => value !== 2 && value !== 8)
        : printed;
      expect(withoutShots.length).toBeGreaterThan(1);
      expect(figures()).toEqual(withoutShots);
    },
  );

  it.each([
    ['imageAuroc', 2, 85.7],
    ['imageAuroc', 4, 88.2],
    ['imageAuroc', 8, 91.2],
    ['pixelAuroc', 2, 94.6],
    ['pixelAuroc', 4, 95.8],
    ['pixelAuroc', 8, 96.7], // printed as 96.8: the remark regadMean
  ] as const)(
    'have for RegAD the mean of 15 categories: %s, K = %i, %f',
    (metric, shots, expected) => {
      const categories = PUBLISHED.filter((figure) => figure.source === 'regad')
        .filter((figure) => figure.metric === metric && figure.shots === shots)
        .filter(({ category }) => category !== null);
      expect(categories).toHaveLength(15);
      expect(mean(categories.map(({ value }) => value))).toBeCloseTo(expected, 1);
    },
  );

  it('bear out what the remarks say of them', () => {
    expect(mean(table58('backbone=resnet18', 'imageAuroc')).toFixed(1)).toBe('72.1');
    expect(mean(table58('backbone=convnext-tiny', 'imageAuroc')).toFixed(1)).toBe('79.0');
    expect(mean(table58('backbone=convnext-tiny', 'pixelAuroc')).toFixed(1)).toBe('94.5');
    const mpdd = valuesOf({ ...MPDD, metric: 'imageAuroc', variant: 'augment=T' });
    expect(mpdd[0]).toBeGreaterThan(
      valuesOf({ ...MPDD, metric: 'imageAuroc', variant: 'augment=GFTRBC' })[0],
    );
    expect(valuesOf({ ...MVTEC, variant: 'augment=F' })).toEqual([79.8, 79.8]);
    // 350 W for 62 days.
    expect(521.32 / 0.35 / 24).toBeCloseTo(62, 0);
  });

  it('name what exists, each once', () => {
    const keys = PUBLISHED.map(({ value: _value, remarks: _remarks, ...key }) =>
      JSON.stringify(key),
    );
    expect(new Set(keys).size).toBe(keys.length);
    for (const { source, remarks } of PUBLISHED) {
      expect(SOURCES[source]).toBeDefined();
      for (const remark of remarks) expect(REMARKS[remark]).not.toBe('');
    }
    const used = new Set(PUBLISHED.flatMap(({ remarks }) => remarks));
    expect([...used].toSorted()).toEqual(Object.keys(REMARKS).toSorted());
  });
});
