/**
 * Data sets on disk: what files there are, and whether their pictures can be read.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import type { DatasetFiles } from '../../datasets/dataset.ts';
import { maskStatistics } from '../../datasets/mask.ts';
import type { PictureFacts, PictureRole, Probe } from '../../datasets/picture-facts.ts';
import { DatasetError, type FewgoodError, ImageError } from '../../errors.ts';
import type { DecodedImage } from '../../image/decoded-image.ts';
import { printable } from '../../printable.ts';
import { readFileText, systemFault } from '../files/files.ts';
import { ignoreRules } from '../files/ignore-rules.ts';
import { decodeImage, type DecodeOptions, readPictureBytes } from '../image/image-decoder.ts';
import { readPictureHeader } from '../image/picture-header.ts';
import { surveyPicture } from '../image/picture-survey.ts';
import { type PassedOver, type WalkEntry, walkPictures } from '../image/walk-pictures.ts';

const VISA_SPLIT = /(?:^|\/)split_csv\/1cls\.csv$/;

/** What of a folder belongs to a data set. */
export interface ListingOptions {
  /** Patterns of what is left out, as `ignoreRules` takes them. */
  readonly ignore?: readonly string[] | undefined;
  /** A folder of outputs, marked or not. */
  readonly output?: string | undefined;
  /** Told of all that is no picture of the data set. */
  readonly onPassOver?: ((passed: PassedOver) => void) | undefined;
  /**
   * Told of each picture or folder that cannot be read for its name, its kind or a permission, by its path
   * below the root; by default the first of them is thrown.
   */
  readonly onFault?: ((path: string, error: FewgoodError) => void) | undefined;
}

/**
 * Lists a data set, symbolic links followed. Hidden files, by-products of storage and outputs of fewgood
 * are left out; pictures are known by their content.
 *
 * @param root - Its folder: of one category, or of many.
 * @throws {@link DatasetError} if it is not a folder that can be read.
 * @throws {@link NoPicturesError} if a folder within cannot be read, unless `onFault` is told.
 * @throws {@link ImageError} if the name of a picture is no UTF-8, or a folder is named like a picture; the same.
 */
export async function listDatasetFiles(
  root: string,
  options: ListingOptions = {},
): Promise<DatasetFiles> {
  await assertFolder(root);
  const { paths, pictures } = await gather(root, options);
  const sorted = paths.toSorted();
  // A folder is worth telling only if nothing in it is told.
  const files = sorted.filter((path, i) => !path.endsWith('/') || !sorted[i + 1]?.startsWith(path));
  const name = basename(resolve(root));
  const split = files.find((path) => VISA_SPLIT.test(path));
  if (split === undefined) return { name, paths: files, pictures };
  const text = await readFileText(join(root, split));
  return { name, paths: files, pictures, visaSplit: { path: split, text } };
}

async function gather(
  root: string,
  { ignore = [], output, onPassOver, onFault = throwFault }: ListingOptions,
): Promise<{ paths: string[]; pictures: Set<string> }> {
  const isIgnored = ignoreRules(ignore);
  const walk = walkPictures(root, {
    recursive: true,
    isIgnored: (path) => isIgnored(path, root),
    isOutput: (path) => output !== undefined && resolve(path) === resolve(output),
  });
  const paths: string[] = [];
  const pictures = new Set<string>();
  for await (const entry of walk) {
    const path = relative(root, entry.path).replaceAll(sep, '/');
    if (entry.kind === 'fault') onFault(path, entry.error);
    if (entry.kind === 'passed') onPassOver?.(entry);
    if (entry.kind === 'picture') pictures.add(path);
    if (entry.kind === 'folder' && path !== '') paths.push(`${path}/`);
    if (isFile(entry)) paths.push(path);
  }
  return { paths, pictures };
}

/** Other files than pictures count too: they tell where a layout has a place, and the split of VisA is one. */
function isFile(entry: WalkEntry): boolean {
  return entry.kind === 'picture' || (entry.kind === 'passed' && entry.reason === 'no-picture');
}

function throwFault(_: string, error: FewgoodError): never {
  throw error;
}

/** How the pictures of data sets are read, one in a file. */
export type DatasetDecoding = Pick<DecodeOptions, 'maxPixels' | 'lenient'>;

/** What a probe needs besides its folder. */
interface ProbeOptions extends DatasetDecoding {
  /** Told of the bytes that reading each picture takes, before it is decoded. */
  readonly onSurvey?: (readingBytes: number) => void;
}

/**
 * A probe that decodes each picture, so that damaged ones are found, not only missing ones.
 *
 * @param root - Folder that the paths are relative to.
 */
export function pictureProbe(root: string, { onSurvey, ...decoding }: ProbeOptions = {}): Probe {
  return async (path, role) => {
    const file = join(root, path);
    try {
      const bytes = await readPictureBytes(file, decoding);
      onSurvey?.((await surveyPicture(bytes, file, decoding)).readingBytes);
      return await factsOf(file, await decodeImage(bytes, file, decoding), role);
    } catch (error) {
      if (error instanceof ImageError) return error;
      throw error;
    }
  };
}

async function factsOf(
  file: string,
  image: DecodedImage,
  role: PictureRole,
): Promise<PictureFacts> {
  const { data, width, height } = image;
  const { orientation, isJpeg } = await readPictureHeader(file);
  const sha256 = createHash('sha256').update(`${width}x${height}\n`).update(data).digest('hex');
  const warnings = image.warnings?.map(({ message }) => message);
  const facts = { width, height, sha256, orientation, warnings };
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
