/**
 * Finds all that is wrong with a data set before anything runs on it.
 *
 * @module
 */
import { type CategoryCounts, countCategory } from './counts.ts';
import type { Category, Dataset, Sample } from './dataset.ts';
import { checkCopies } from './check-copies.ts';
import { checkMasks } from './check-masks.ts';
import {
  type PictureFactsByPath,
  type PictureRole,
  type Probe,
  readFacts,
} from './picture-facts.ts';
import { type DatasetProblem, problem } from './problem.ts';

/** The result of a check. */
export interface DatasetCheck {
  readonly problems: readonly DatasetProblem[];
  /** One row a category. */
  readonly counts: readonly CategoryCounts[];
  /** Of each picture and mask, or why it cannot be read. */
  readonly facts: PictureFactsByPath;
}

/** File names that a problem tells, at most. */
const NAMED = 3;

/**
 * Reads every picture and mask of a data set and lists everything that is wrong, in the order of
 * categories and paths.
 *
 * @param probe - Answers with an error instead of rejecting.
 */
export async function checkDataset(dataset: Dataset, probe: Probe): Promise<DatasetCheck> {
  const facts = await readFacts(filesOf(dataset), probe);
  return {
    problems: [
      ...dataset.categories.flatMap((category) => checkCategory(category, facts)),
      ...checkUnused(dataset.unused),
    ],
    counts: dataset.categories.map((category) => countCategory(category, facts)),
    facts,
  };
}

/** The pictures and masks of a data set, each once. */
export function filesOf({ categories }: Dataset): ReadonlyMap<string, PictureRole> {
  const samples = categories.flatMap((category) => category.samples);
  return new Map([
    ...samples.map(({ path }) => [path, 'picture'] as const),
    ...samples.flatMap(({ masks }) => masks.map((mask) => [mask, 'mask'] as const)),
  ]);
}

function checkCategory(category: Category, facts: PictureFactsByPath): DatasetProblem[] {
  return [
    ...checkSplits(category),
    ...checkTwice(category),
    ...checkReadable(category, facts),
    ...checkCopies(category, facts),
    ...checkMasks(category, facts),
    ...checkEmptyFolders(category),
    ...checkPassedOver(category),
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

function checkReadable({ samples }: Category, facts: PictureFactsByPath): DatasetProblem[] {
  return samples.flatMap(({ path }) => {
    const known = facts.get(path);
    if (known instanceof Error) return [problem('unreadable-picture', path, known.message)];
    return (known?.warnings ?? []).map((warning) => problem('doubtful-picture', path, warning));
  });
}

/** Folders that hold nothing, in a category that holds something: most often a copy that failed. */
function checkEmptyFolders({ samples, emptyFolders }: Category): DatasetProblem[] {
  if (samples.length === 0) return [];
  return emptyFolders.map((path) => problem('unused', path, 'it is empty'));
}

/** Files among the pictures that are none, one problem a folder. */
function checkPassedOver({ passedOver }: Category): DatasetProblem[] {
  return Array.from(byFolder(passedOver), ([folder, paths]) => {
    const names = paths.slice(0, NAMED).map((path) => path.slice(path.lastIndexOf('/') + 1));
    const others = paths.length > NAMED ? ` and ${paths.length - NAMED} more` : '';
    const message = `passed over, since they are no pictures: ${names.join(', ')}${others}`;
    return problem('passed-over', folder, message);
  });
}

/** Paths by the folder they lie in, with a final `/`; an empty folder is in itself. */
function byFolder(paths: readonly string[]): Map<string, string[]> {
  const folders = new Map<string, string[]>();
  for (const path of paths) {
    const folder = path.slice(0, path.lastIndexOf('/') + 1) || './';
    folders.set(folder, [...(folders.get(folder) ?? []), path]);
  }
  return folders;
}

/** Pictures and empty folders outside the layout, one problem a folder. */
function checkUnused(unused: readonly string[]): DatasetProblem[] {
  return Array.from(byFolder(unused), ([folder, paths]) => {
    const pictures = paths.filter((path) => !path.endsWith('/')).length;
    const message =
      pictures === 0 ? 'it is empty' : `the layout has no place for ${pictures} pictures`;
    return problem('unused', folder, message);
  });
}
