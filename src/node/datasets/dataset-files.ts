/**
 * Data sets on disk: what files there are, and whether their pictures can be read.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { glob } from 'tinyglobby';
import type { DatasetFiles } from '../../datasets/dataset.ts';
import { maskStatistics } from '../../datasets/mask.ts';
import type { PictureFacts, PictureRole, Probe } from '../../datasets/picture-facts.ts';
import { DatasetError, ImageError } from '../../errors.ts';
import type { RgbImage } from '../../image/rgb-image.ts';
import { printable } from '../../printable.ts';
import { systemFault } from '../files/files.ts';
import { readImage } from '../image/image-decoder.ts';
import { readPictureHeader } from '../image/picture-header.ts';

const VISA_SPLIT = /(?:^|\/)split_csv\/1cls\.csv$/;

/**
 * Lists a data set, symbolic links followed, hidden files left out.
 *
 * @param root - Its folder: of one category, or of many.
 * @throws {@link DatasetError} if it is not a folder that can be read.
 */
export async function listDatasetFiles(root: string): Promise<DatasetFiles> {
  await assertFolder(root);
  const entries = await glob('**', { cwd: root, onlyFiles: false, expandDirectories: false });
  const paths = entries.filter((path) => path !== './' && path !== '.').toSorted();
  // A folder is worth telling only if nothing in it is told.
  const files = paths.filter((path, i) => !path.endsWith('/') || !paths[i + 1]?.startsWith(path));
  const name = basename(resolve(root));
  const split = files.find((path) => VISA_SPLIT.test(path));
  if (split === undefined) return { name, paths: files };
  const text = await readFile(join(root, split), 'utf8');
  return { name, paths: files, visaSplit: { path: split, text } };
}

/**
 * A probe that decodes each picture, so that damaged ones are found, not only missing ones.
 *
 * @param root - Folder that the paths are relative to.
 */
export function pictureProbe(root: string): Probe {
  return async (path, role) => {
    const file = join(root, path);
    try {
      return await factsOf(file, await readImage(file), role);
    } catch (error) {
      if (error instanceof ImageError) return error;
      throw error;
    }
  };
}

async function factsOf(file: string, image: RgbImage, role: PictureRole): Promise<PictureFacts> {
  const { data, width, height } = image;
  const { orientation, isJpeg } = await readPictureHeader(file);
  const sha256 = createHash('sha256').update(`${width}x${height}\n`).update(data).digest('hex');
  const facts = { width, height, sha256, orientation };
  return role === 'mask' ? { ...facts, mask: { ...maskStatistics(image), isJpeg } } : facts;
}

async function assertFolder(root: string): Promise<void> {
  const remedy = 'Name the folder of a category, or of several categories.';
  try {
    const stats = await stat(root);
    if (stats.isDirectory()) return;
  } catch (cause) {
    throw new DatasetError(printable(root), systemFault(cause).fault, remedy, { cause });
  }
  throw new DatasetError(printable(root), 'it is a file: expected a folder', remedy);
}
