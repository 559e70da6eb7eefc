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
export async function openCategory(folder: string): Promise<CategorySource> {
  const { categories } = readDataset(await listDatasetFiles(dataPath(folder)));
  const [category] = categories;
  if (category !== undefined && categories.length === 1) return { folder, category };
  throw new UsageError(
    `Cannot study ${folder}: it holds ${categories.length} categories: expected one`,
    'Name the folder of a category.',
  );
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
