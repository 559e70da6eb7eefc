/**
 * Finds all that is wrong with a data set before anything runs on it.
 *
 * @module
 */
import { type CategoryCounts, countCategory, isDefectiveTest } from './counts.ts';
import type { Category, Dataset, Sample } from './dataset.ts';
import {
  type PictureSize,
  type PictureSizes,
  type Probe,
  readSizes,
  sizeText,
} from './picture-sizes.ts';

/** An `error` makes figures wrong or impossible, a `warning` may, a `note` tells what is left out. */
export type Severity = 'error' | 'warning' | 'note';

/** Kinds of problem; part of the public API. */
export type ProblemKind =
  | 'unreadable-picture'
  | 'unreadable-mask'
  | 'mask-size'
  | 'missing-mask'
  | 'listed-twice'
  | 'empty-category'
  | 'no-good-pictures'
  | 'one-class-test'
  | 'unpaired-mask'
  | 'unused'
  | 'no-masks';

/** Kinds that are no errors. */
const MILDER: Readonly<Partial<Record<ProblemKind, Severity>>> = {
  'one-class-test': 'warning',
  'unpaired-mask': 'warning',
  unused: 'warning',
  'no-masks': 'note',
};

/** Something that is wrong with a data set. */
export interface DatasetProblem {
  readonly severity: Severity;
  readonly kind: ProblemKind;
  /** Of the file, category or folder. */
  readonly path: string;
  /** What is wrong, and what is expected. */
  readonly message: string;
}

/** The result of a check. */
export interface DatasetCheck {
  readonly problems: readonly DatasetProblem[];
  /** One row a category. */
  readonly counts: readonly CategoryCounts[];
}

/**
 * Reads every picture and mask of a data set and lists everything that is wrong, in the order of
 * categories and paths.
 *
 * @param probe - Answers with an error instead of rejecting.
 */
export async function checkDataset(dataset: Dataset, probe: Probe): Promise<DatasetCheck> {
  const samples = dataset.categories.flatMap((category) => category.samples);
  const paths = new Set(samples.flatMap(({ path, masks }) => [path, ...masks]));
  const sizes = await readSizes(paths, probe);
  return {
    problems: [
      ...dataset.categories.flatMap((category) => checkCategory(category, sizes)),
      ...checkUnused(dataset.unused),
    ],
    counts: dataset.categories.map((category) => countCategory(category, sizes)),
  };
}

function checkCategory(category: Category, sizes: PictureSizes): DatasetProblem[] {
  return [
    ...checkSplits(category),
    ...checkTwice(category),
    ...category.samples.flatMap((sample) => checkFiles(sample, sizes)),
    ...checkMasks(category),
    ...category.unpairedMasks.map((path) => problem('unpaired-mask', path, 'it has no picture')),
  ];
}

/** Pictures that a category needs as a whole. */
function checkSplits({ name, samples }: Category): DatasetProblem[] {
  const has = (split: Sample['split'], label: Sample['label']): boolean =>
    samples.some((sample) => sample.split === split && sample.label === label);
  if (samples.length === 0) return [problem('empty-category', name, 'it holds no pictures')];
  if (!has('train', 'normal')) {
    return [problem('no-good-pictures', name, 'it has no good pictures to learn from')];
  }
  const missing = [
    ...(has('test', 'normal') ? [] : ['good']),
    ...(has('test', 'anomalous') ? [] : ['defective']),
  ];
  if (missing.length === 0) return [];
  const message = `it has no ${missing.join(' and no ')} test pictures: no AUROC`;
  return [problem('one-class-test', name, message)];
}

/** Pictures that are listed more than once, above all for training and testing. */
function checkTwice({ samples }: Category): DatasetProblem[] {
  const splits = new Map<string, Sample['split']>();
  return samples.flatMap(({ path, split }) => {
    const first = splits.get(path);
    splits.set(path, split);
    if (first === undefined) return [];
    return [
      problem('listed-twice', path, `it is in ${first} and again in ${split}: expected once`),
    ];
  });
}

/** A picture and its masks: readable, and of one size. */
function checkFiles({ path, masks }: Sample, sizes: PictureSizes): DatasetProblem[] {
  const size = sizes.get(path);
  const ofPicture =
    size instanceof Error ? [problem('unreadable-picture', path, size.message)] : [];
  const ofMasks = masks.flatMap((mask) => {
    const maskSize = sizes.get(mask);
    if (maskSize instanceof Error) return [problem('unreadable-mask', mask, maskSize.message)];
    if (!(size && maskSize) || size instanceof Error || isSame(size, maskSize)) return [];
    const message = `it has ${sizeText(maskSize)} pixels: expected ${sizeText(size)}, as ${path}`;
    return [problem('mask-size', mask, message)];
  });
  return [...ofPicture, ...ofMasks];
}

function isSame(a: PictureSize, b: PictureSize): boolean {
  return a.width === b.width && a.height === b.height;
}

/** Defective test pictures without a mask; a category without any mask is a legal one. */
function checkMasks({ name, samples }: Category): DatasetProblem[] {
  const defective = samples.filter(isDefectiveTest);
  const bare = defective.filter(({ masks }) => masks.length === 0);
  if (bare.length > 0 && bare.length === defective.length) {
    const message = `none of its ${bare.length} defective pictures has a mask: no pixel figures`;
    return [problem('no-masks', name, message)];
  }
  return bare.map(({ path }) =>
    problem('missing-mask', path, 'it has no mask, while others of its category have one'),
  );
}

/** Pictures and empty folders outside the layout, one problem a folder. */
function checkUnused(unused: readonly string[]): DatasetProblem[] {
  const folders = new Map<string, number>();
  for (const path of unused) {
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    folders.set(folder, (folders.get(folder) ?? 0) + (path.endsWith('/') ? 0 : 1));
  }
  return Array.from(folders, ([folder, pictures]) => {
    const message =
      pictures === 0 ? 'it is empty' : `the layout has no place for ${pictures} pictures`;
    return problem('unused', folder === '' ? './' : folder, message);
  });
}

function problem(kind: ProblemKind, path: string, message: string): DatasetProblem {
  return { severity: MILDER[kind] ?? 'error', kind, path, message };
}
