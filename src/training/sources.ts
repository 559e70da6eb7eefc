/**
 * Pictures to train on: good training pictures of data sets in any layout, and rendered categories.
 *
 * @module
 */
import { ArgumentRangeError, TrainingError } from '../errors.ts';
import { chosenCategories } from '../datasets/chosen-categories.ts';
import type { LocatedDataset } from '../datasets/dataset.ts';
import { Frame } from '../image/frame.ts';
import type { RgbImage } from '../image/rgb-image.ts';
import { type PartKind, renderPart } from '../synthetic/index.ts';

/** A picture: a file, or one that is rendered. */
export type TrainingPicture =
  { readonly file: string } | { readonly kind: PartKind; readonly seed: number };

/** Good pictures of one kind of part. */
export interface TrainingCategory {
  readonly name: string;
  readonly pictures: readonly TrainingPicture[];
}

/**
 * Opens the data set of a folder; the platform implements it.
 *
 * @param isOneOfMany - Whether names of categories begin with the folder's.
 * @throws {@link DatasetError} if it is no folder, or has no known layout.
 */
export type OpenDataset = (root: string, isOneOfMany: boolean) => Promise<LocatedDataset>;

/** What is trained on. */
export interface TrainingSources {
  /** Folders, or `synthetic:…`. */
  readonly sources: readonly string[];
  /** Names of categories that are not trained on. */
  readonly leaveOut: readonly string[];
}

/** What begins the name of a rendered source. */
const SYNTHETIC = 'synthetic:';

const SYNTHETIC_PATTERN =
  /^synthetic:(?<categories>\d{1,5})x(?<pictures>\d{1,5})(?:@(?<first>\d{1,8}))?$/;

/**
 * Opens sources: folders of pictures, and `synthetic:CATEGORIESxPICTURES@FIRST` for random
 * categories of the renderer, `procedural:FIRST` and on.
 *
 * @throws {@link DatasetError} if a folder has no known layout.
 * @throws {@link CategoryError} if there is no such category to leave out.
 * @throws {@link TrainingError} if no category is left.
 * @throws {@link ArgumentRangeError} if a rendered source is not written as above.
 */
export async function openSources(
  { sources, leaveOut }: TrainingSources,
  openDataset: OpenDataset,
): Promise<TrainingCategory[]> {
  const all: TrainingCategory[] = [];
  for (const source of sources) {
    const categories = source.startsWith(SYNTHETIC)
      ? renderedCategories(source)
      : goodCategories(await openDataset(source, sources.length > 1));
    all.push(...categories);
  }
  const excluded = new Set(
    chosenCategories(
      all.map(({ name }) => name),
      leaveOut,
    ),
  );
  const categories = all.filter(({ name }) => !excluded.has(name));
  if (categories.length > 0) return categories;
  throw new TrainingError(
    'the data have no category to train on: expected at least one',
    'Name folders of good pictures, or synthetic:40x24 for rendered ones.',
    { facts: { sources, leaveOut }, options: ['leaveOut'] },
  );
}

/**
 * Renders a picture, or reads it and makes it square, whatever that does to its proportions.
 *
 * @param size - Side S of the square.
 * @param readPicture - Reads a picture by its file.
 * @returns Shape [S, S, 3].
 * @throws {@link ImageError} if the file cannot be read.
 */
export async function squarePicture(
  picture: TrainingPicture,
  size: number,
  readPicture: (file: string) => Promise<RgbImage>,
): Promise<RgbImage> {
  if (!('file' in picture)) return renderPart({ ...picture, size }).image;
  const image = await readPicture(picture.file);
  return new Frame(image, size, 'stretch').squareOf(image);
}

function goodCategories({ dataset, locate }: LocatedDataset): TrainingCategory[] {
  return dataset.categories.map(({ name, samples }) => ({
    name,
    pictures: samples
      .filter(({ split, label }) => split === 'train' && label === 'normal')
      .map(({ path }) => ({ file: locate(path) })),
  }));
}

function renderedCategories(source: string): TrainingCategory[] {
  const groups = SYNTHETIC_PATTERN.exec(source)?.groups;
  if (groups === undefined) {
    throw new ArgumentRangeError(
      'source',
      source,
      'synthetic:CATEGORIESxPICTURES or synthetic:CATEGORIESxPICTURES@FIRST, such as synthetic:40x24',
    );
  }
  const [count = 0, each = 0, first = 0] = ['categories', 'pictures', 'first'].map((name) =>
    Number(groups[name] ?? 0),
  );
  return numbersBelow(count).map((i) => {
    const kind: PartKind = `procedural:${first + i}`;
    return { name: kind, pictures: numbersBelow(each).map((seed) => ({ kind, seed })) };
  });
}

function numbersBelow(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
