/**
 * Data sets as a run takes them: opened, checked, their categories named so that no two are alike.
 *
 * @module
 */
import { basename, dirname, join, resolve } from 'node:path';
import { checkDataset, filesOf } from '../../datasets/check.ts';
import type { Dataset, DatasetInfo, LocatedDataset } from '../../datasets/dataset.ts';
import type { DatasetProblem } from '../../datasets/problem.ts';
import { readDataset } from '../../datasets/read-dataset.ts';
import { DatasetError } from '../../errors.ts';
import { printable } from '../../printable.ts';
import { chosenCategories } from '../../datasets/chosen-categories.ts';
import {
  type DatasetDecoding,
  listDatasetFiles,
  type ListingOptions,
  pictureProbe,
} from './dataset-files.ts';

/** Folders of data sets, and the categories to take of them. */
export interface DatasetRequest extends ListingOptions {
  /** Folders: of one category, or of several. */
  readonly roots: readonly string[];
  /** Names of categories; all of them unless given. */
  readonly categories?: readonly string[] | undefined;
  /** What readers of the figures must know, such as the licence. */
  readonly note?: string | undefined;
}

/** Data sets that were opened. */
export interface OpenedDatasets {
  readonly info: DatasetInfo;
  readonly located: readonly LocatedDataset[];
  /** Of all categories, also those that are not taken. */
  readonly names: readonly string[];
}

/**
 * Opens data sets. With several roots, or at the folder of a category, names of categories begin with
 * the folder that they are in: `mvtec/bottle`.
 *
 * @throws {@link DatasetError} if they do not have one layout.
 */
export async function openDatasets({
  roots,
  categories,
  note,
  ...listing
}: DatasetRequest): Promise<OpenedDatasets> {
  const all: LocatedDataset[] = [];
  for (const root of roots) all.push(await openDataset(root, roots.length > 1, listing));
  const names = all.flatMap(({ dataset }) => dataset.categories.map(({ name }) => name));
  const chosenNames = new Set(chosenCategories(names, categories));
  const located = all.map((one) => ({ ...one, dataset: restrict(one.dataset, chosenNames) }));
  const layouts = [...new Set(located.map(({ dataset }) => dataset.layout))];
  const [layout, other] = layouts;
  if (layout === undefined || other !== undefined) {
    throw new DatasetError(
      roots.map(printable).join(', '),
      `they have the layouts ${layouts.join(' and ')}: expected one`,
      'Evaluate data sets of different layouts in runs of their own.',
    );
  }
  const folders = roots.map((root, i) => all[i]?.prefix.split('/')[0] || basename(resolve(root)));
  const info = { name: [...new Set(folders)].join(' + '), layout, note: note ?? null };
  return { info, located, names };
}

/** What a check of data sets tells. */
export interface CheckedDatasets {
  /** With paths as the run names them. */
  readonly problems: readonly DatasetProblem[];
  /** SHA-256 of the pixels of each picture and mask that can be read, by the file's path. */
  readonly hashes: ReadonlyMap<string, string>;
  /** Bytes that reading the largest picture takes. */
  readonly readingBytes: number;
}

/**
 * Reads every picture and mask and lists what is wrong.
 *
 * @param onProgress - Told of pictures read, and of how many there are.
 */
export async function checkDatasets(
  located: readonly LocatedDataset[],
  decoding: DatasetDecoding,
  onProgress: (done: number, total: number) => void,
): Promise<CheckedDatasets> {
  const total = located.reduce((sum, { dataset }) => sum + filesOf(dataset).size, 0);
  const problems: DatasetProblem[] = [];
  const hashes = new Map<string, string>();
  let [done, readingBytes] = [0, 0];
  const onSurvey = (bytes: number): void => void (readingBytes = Math.max(readingBytes, bytes));
  for (const { dataset, prefix, locate } of located) {
    const probe = pictureProbe(locate(''), { ...decoding, onSurvey });
    const check = await checkDataset(dataset, async (path, role) => {
      const facts = await probe(path, role);
      onProgress(++done, total);
      return facts;
    });
    for (const [path, facts] of check.facts) {
      if (!(facts instanceof Error)) hashes.set(locate(path), facts.sha256);
    }
    const names = new Set(dataset.categories.map(({ name }) => name));
    for (const one of check.problems) {
      problems.push(names.has(one.path) ? one : { ...one, path: prefix + one.path });
    }
  }
  return { problems, hashes, readingBytes };
}

/**
 * Opens one data set.
 *
 * @param isOneOfMany - Whether names of categories begin with the folder's.
 * @throws {@link DatasetError} if it is no folder, or has no known layout.
 */
export async function openDataset(
  root: string,
  isOneOfMany: boolean,
  listing: ListingOptions = {},
): Promise<LocatedDataset> {
  const files = await listDatasetFiles(root, listing);
  const dataset = readDataset(files);
  const locate = (path: string): string => join(root, path);
  if (isCategory(dataset, files.name)) {
    const prefix = `${basename(dirname(resolve(root)))}/${files.name}/`;
    return { dataset: rename(dataset, () => prefix.slice(0, -1)), prefix, locate };
  }
  const prefix = isOneOfMany ? `${files.name}/` : '';
  return { dataset: rename(dataset, (name) => prefix + name), prefix, locate };
}

/** Whether the root is the folder of its only category. */
function isCategory({ categories }: Dataset, root: string): boolean {
  const [only, ...others] = categories;
  if (only === undefined || others.length > 0 || only.name !== root) return false;
  return !only.samples.some(({ path }) => path.startsWith(`${root}/`));
}

function rename(dataset: Dataset, to: (name: string) => string): Dataset {
  const categories = dataset.categories.map((one) => ({ ...one, name: to(one.name) }));
  return { ...dataset, categories };
}

/** Without the categories that are not wanted; what lies beside them does not matter either then. */
function restrict(dataset: Dataset, names: ReadonlySet<string>): Dataset {
  const categories = dataset.categories.filter(({ name }) => names.has(name));
  const isWhole = categories.length === dataset.categories.length;
  return { ...dataset, categories, unused: isWhole ? dataset.unused : [] };
}
