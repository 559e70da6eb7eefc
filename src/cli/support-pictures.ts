import { basename } from 'node:path';
import { ArgumentRangeError, UsageError } from '../errors.ts';
import type { PictureWarning } from '../image/decoded-image.ts';
import type { Size } from '../image/rgb-image.ts';
import { assertReadable } from '../inspection/memory-estimate.ts';
import type { WaitingPicture } from '../inspection/run.ts';
import { readImage, readPictureBytes } from '../node/image/image-decoder.ts';
import { surveyPicture, usedSampleBits } from '../node/image/picture-survey.ts';
import {
  type FilePicture,
  type PictureFileOptions,
  pictureFiles,
} from '../node/inspection/picture-files.ts';
import type { PictureInput } from '../node/inspection/pictures.ts';
import { seededRandom } from '../random.ts';

/** A support set that waits to be read. */
export interface ChosenPictures {
  readonly pictures: readonly WaitingPicture[];
  /** Bits that their 16-bit samples use; null if none has such. */
  readonly sampleBits: number | null;
  /** Size of the first one, which is read for it. */
  readonly firstSize: () => Promise<Size>;
  /** Bytes that reading the largest one takes. */
  readonly readingBytes: number;
}

/** How a support set is chosen and read. */
export interface SupportOptions extends PictureFileOptions {
  /** How many are drawn; all by default. */
  readonly shots: number | undefined;
  readonly seed: number;
  /** Bytes. */
  readonly memoryLimit: number;
  /** Told of what is doubtful about a picture as it is read. */
  readonly onWarning: (name: string, warning: PictureWarning) => void;
}

/**
 * Chooses the support pictures and looks at their headers. One that cannot be read stops the enrolment.
 *
 * @throws {@link MemoryCeilingError} if the largest one alone does not fit.
 * @throws {@link ArgumentRangeError} if the size of the first is asked for, and there is none.
 */
export async function openSupport(
  inputs: readonly PictureInput[],
  { shots, seed, memoryLimit, onWarning, ...options }: SupportOptions,
): Promise<ChosenPictures> {
  const files: Omit<FilePicture, 'read'>[] = [];
  for await (const { name, path, page, error } of pictureFiles(inputs, options)) {
    // Without `read`, which holds the file once its pictures were counted.
    files.push({ name, path, page, error });
  }
  const chosen = draw(files, shots, seed);
  let readingBytes = 0;
  const deep: Omit<FilePicture, 'read'>[] = [];
  for (const picture of chosen) {
    const { name, path, page, error } = picture;
    if (error !== undefined) throw error;
    const bytes = await readPictureBytes(path, { ...options, page });
    const survey = await surveyPicture(bytes, name, { ...options, page });
    readingBytes = Math.max(readingBytes, survey.readingBytes);
    if (survey.isDeep) deep.push(picture);
  }
  assertReadable(readingBytes, memoryLimit);
  const sampleBits = options.sampleBits ?? (await sampleBitsOf(deep, options));
  const pictures = chosen.map(({ name, path, page }) => ({
    name: basename(name),
    read: async () => {
      const image = await readImage(path, { ...options, page, sampleBits });
      for (const warning of image.warnings ?? []) onWarning(name, warning);
      return image;
    },
  }));
  const firstSize = async (): Promise<Size> => {
    const [first] = chosen;
    if (first === undefined) throw new ArgumentRangeError('pictures', 0, 'at least one picture');
    const { path, page } = first;
    const { width, height } = await readImage(path, { ...options, page, sampleBits });
    return { width, height };
  };
  return { pictures, sampleBits, readingBytes, firstSize };
}

/** The most that one of them uses; null if there is none. */
async function sampleBitsOf(
  deep: readonly Omit<FilePicture, 'read'>[],
  options: PictureFileOptions,
): Promise<number | null> {
  let most: number | null = null;
  for (const { name, path, page } of deep) {
    const bytes = await readPictureBytes(path, { ...options, page });
    most = Math.max(most ?? 0, await usedSampleBits(bytes, name, { ...options, page }));
  }
  return most;
}

function draw<T>(all: readonly T[], shots: number | undefined, seed: number): readonly T[] {
  if (shots === undefined) return all;
  if (shots > all.length) {
    throw new UsageError(
      `Cannot draw --shots ${shots} of ${all.length} pictures: expected 1 to ${all.length}`,
      'Ask for fewer shots, or name more pictures.',
    );
  }
  const indices = seededRandom(seed).fork('support-set').sample(all.length, shots);
  return indices
    .toSorted((a, b) => a - b)
    .map((index) => all[index])
    .filter((item) => item !== undefined);
}
