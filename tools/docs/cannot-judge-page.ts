import { APPEARANCE } from '../../src/hyperparameters.ts';
import { isNeverGood } from '../../studies/impostors.ts';
import {
  type Looks,
  type Measurements,
  picturesOf,
  type Tally,
  type VerdictCounts,
  type Verdicts,
} from '../../studies/measurements.ts';
import { plainTable } from './plain-table.ts';
import { replaceBetween } from './replace-between.ts';

/** Numbers of good pictures that the tolerances are shown for. */
const GOODS = [2, 4, 8, 60];
/** Impostors that pictures as such show, of each category by itself. */
const KINDS = ['black', 'white', 'dark', 'blurred', 'swapped', 'negative', 'pixel', 'stretched'];

/** A tolerance as it is shown: of the ratio to a good picture, or of a difference of shares. */
type Row = readonly [
  what: string,
  tolerance: { readonly fixed: number; readonly shared: number },
  text: (value: number) => string,
];

const { ratios, shares, aspectRatio } = APPEARANCE;
const ROWS: readonly Row[] = [
  ['`too-dark`', ratios.darker, times],
  ['`too-bright`', ratios.brighter, times],
  ['`overexposed`', shares.clipped, points],
  ['`low-contrast`', ratios.flatter, times],
  ['`saturation`', ratios.paler, times],
  ['`colour-cast`', shares.colour, points],
  ['`blurred`', ratios.softer, times],
  ['`noisy`', ratios.grainier, times],
  ['`aspect-ratio`', aspectRatio.frame, times],
];

/** docs/cannot-judge.md with its tolerances, and with what studies measured. */
export function cannotJudgePage(
  text: string,
  { looks, verdicts }: Pick<Measurements, 'looks' | 'verdicts'>,
): string {
  const page = 'docs/cannot-judge.md';
  const tolerances = plainTable(
    ['beyond the good pictures', ...GOODS.map((count) => `${count} of them`)],
    ROWS.map(([what, tolerance, textOf]) => [
      what,
      ...GOODS.map((count) => textOf(tolerance.fixed + tolerance.shared / count)),
    ]),
  );
  const withTolerances = replaceBetween(text, { page, name: 'tolerances' }, tolerances);
  const withCategories = replaceBetween(
    withTolerances,
    { page, name: 'categories' },
    categoriesTable(looks),
  );
  const withLooks = replaceBetween(withCategories, { page, name: 'looks' }, looksTable(looks));
  return replaceBetween(withLooks, { page, name: 'verdicts' }, verdictsTable(verdicts));
}

/** Of four good pictures, how many pictures of a kind pass, a category a column. */
function verdictsTable({ runs }: Verdicts): string {
  const categories = [...new Set(runs.map(({ category }) => category))];
  const kinds = [...new Set(runs.flatMap(({ impostors }) => Object.keys(impostors)))];
  const passed = (kind: string, of: readonly string[]): string => {
    const counts = runs
      .filter(({ category }) => of.includes(category))
      .flatMap(({ impostors }) => impostors[kind] ?? []);
    return counts.length === 0 ? '–' : shareOf('pass', sumOf(counts));
  };
  const goods = (of: readonly string[]): string =>
    shareOf(
      'cannot judge',
      sumOf(runs.filter(({ category }) => of.includes(category)).map(({ good }) => good)),
    );
  return plainTable(
    ['pictures', ...categories, 'all'],
    [
      ...kinds.map((kind) => [
        isNeverGood(kind) ? kind : `(${kind})`,
        ...[...categories.map((category) => [category]), categories].map((of) => passed(kind, of)),
      ]),
      [
        '**good, not judged**',
        ...[...categories.map((category) => [category]), categories].map(goods),
      ],
    ],
  );
}

function sumOf(counts: readonly VerdictCounts[]): VerdictCounts {
  const of = (verdict: keyof VerdictCounts): number =>
    counts.reduce((sum, one) => sum + one[verdict], 0);
  return { pass: of('pass'), fail: of('fail'), 'cannot judge': of('cannot judge') };
}

function shareOf(verdict: keyof VerdictCounts, counts: VerdictCounts): string {
  return `${counts[verdict]} of ${picturesOf(counts)}`;
}

function times(logarithm: number): string {
  return `${Math.exp(logarithm).toFixed(2)} times`;
}

function points(share: number): string {
  return `${Math.round(share * 100)} points`;
}

/** Of all categories and support sets, a kind of pictures a row. */
function looksTable({ all }: Looks): string {
  const kinds = Object.keys(all[0].impostors);
  const rows: readonly (readonly [name: string, of: (one: (typeof all)[0]) => Tally])[] = [
    ['good', ({ good }) => good],
    ['defective', ({ defective }) => defective],
    ...kinds.map((kind) => [kind, (one: (typeof all)[0]) => one.impostors[kind]] as const),
  ];
  return plainTable(
    ['pictures', ...all.map(({ shots }) => `K = ${shots}`)],
    rows.map(([name, of]) => [name, ...all.map((one) => countText(of(one)))]),
  );
}

/** Of four good pictures, a category a row. */
function categoriesTable({ runs }: Looks): string {
  return plainTable(
    ['pictures', 'good', ...KINDS],
    runs
      .filter(({ shots }) => shots === 4)
      .map(({ category, good, impostors }) => [
        category,
        ...[good, ...KINDS.map((kind) => impostors[kind])].map(shareText),
      ]),
  );
}

function countText(tally: Tally): string {
  return `${tally.unlike} of ${tally.pictures}`;
}

function shareText({ unlike, pictures }: Tally): string {
  const percent = (100 * unlike) / pictures;
  return `${percent > 0 && percent < 1 ? percent.toFixed(1) : Math.round(percent)} %`;
}
