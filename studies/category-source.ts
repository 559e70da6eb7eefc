import { join } from 'node:path';
import type { Category } from '../src/datasets/dataset.ts';
import { readDataset } from '../src/datasets/read-dataset.ts';
import { UsageError } from '../src/errors.ts';
import type { RgbImage } from '../src/image/rgb-image.ts';
import { listDatasetFiles } from '../src/node/datasets/dataset-files.ts';
import { readImage } from '../src/node/image/image-decoder.ts';
import { dataPath } from './data-folders.ts';

/** A category with where its pictures lie. */
export interface CategorySource {
  /** As the command line names it. */
  readonly folder: string;
  readonly category: Category;
}

/**
 * Opens the folder of one category.
 *
 * @throws {@link UsageError} if it holds several.
 */
async function openCategory(folder: string): Promise<CategorySource> {
  const { categories } = readDataset(await listDatasetFiles(dataPath(folder)));
  const [category] = categories;
  if (category !== undefined && categories.length === 1) return { folder, category };
  throw new UsageError(
    `Cannot study ${folder}: it holds ${categories.length} categories: expected one`,
    'Name the folder of a category.',
  );
}

/** A category, and the one whose parts are foreign to it. */
export interface CategoryPair {
  readonly source: CategorySource;
  readonly next: CategorySource;
}

/**
 * Opens the folders of several categories, each with the one behind it, the last with the first.
 *
 * @throws {@link UsageError} if there are fewer than two, or a folder holds several.
 */
export async function openCategories(folders: readonly string[]): Promise<CategoryPair[]> {
  if (folders.length < 2) {
    throw new UsageError(
      'Cannot study fewer than two categories',
      'Name two folders or more: parts of one are foreign to the other.',
    );
  }
  const sources = await Promise.all(folders.map(openCategory));
  return sources.map((source, i) => ({ source, next: sources[(i + 1) % sources.length] }));
}

/** Reads a picture of a category, shape [H, W, 3]. */
export function readPicture({ folder }: CategorySource, path: string): Promise<RgbImage> {
  return readImage(join(dataPath(folder), path));
}

/** Paths of the test pictures of a label. */
export function testPaths(
  { category }: CategorySource,
  label: 'normal' | 'anomalous',
): readonly string[] {
  return category.samples
    .filter((sample) => sample.split === 'test' && sample.label === label)
    .map(({ path }) => path);
}
