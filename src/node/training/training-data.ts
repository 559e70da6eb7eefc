/**
 * Pictures to train on: good training pictures of data sets in any layout, and rendered categories.
 *
 * @module
 */
import { DatasetError, UsageError } from '../../errors.ts';
import { chosenCategories } from '../../datasets/chosen-categories.ts';
import type { PartKind } from '../../synthetic/index.ts';
import { openDataset } from '../datasets/open-datasets.ts';

/** A picture: a file, or one that is rendered. */
export type TrainingPicture =
  { readonly file: string } | { readonly kind: PartKind; readonly seed: number };

/** Good pictures of one kind of part. */
export interface TrainingCategory {
  readonly name: string;
  readonly pictures: readonly TrainingPicture[];
}

/** What begins the name of a rendered source. */
const SYNTHETIC = 'synthetic:';

const SYNTHETIC_PATTERN =
  /^synthetic:(?<categories>\d{1,5})x(?<pictures>\d{1,5})(?:@(?<first>\d{1,8}))?$/;

/**
 * Opens sources: folders of pictures, and `synthetic:CATEGORIESxPICTURES@FIRST` for random
 * categories of the renderer, `procedural:FIRST` and on.
 *
 * @param leaveOut - Names of categories that are not trained on.
 * @throws {@link DatasetError} if a folder has no known layout, or holds no good pictures.
 * @throws {@link UsageError} if a rendered source is not written as above.
 */
export async function openTrainingData(
  sources: readonly string[],
  leaveOut: readonly string[] = [],
): Promise<TrainingCategory[]> {
  const all: TrainingCategory[] = [];
  for (const source of sources) {
    const isRendered = source.startsWith(SYNTHETIC);
    all.push(...(isRendered ? renderedCategories(source) : await readFolder(source, sources)));
  }
  const left = new Set(
    chosenCategories(
      all.map(({ name }) => name),
      leaveOut,
    ),
  );
  const kept = all.filter(({ name }) => !left.has(name));
  if (kept.length > 0) return kept;
  throw new DatasetError(
    sources.join(', ') || 'given',
    'it has no category to train on',
    'Name folders of good pictures, or synthetic:40x24 for rendered ones.',
  );
}

async function readFolder(root: string, sources: readonly string[]): Promise<TrainingCategory[]> {
  const { dataset, locate } = await openDataset(root, sources.length > 1);
  return dataset.categories.map(({ name, samples }) => ({
    name,
    pictures: samples
      .filter(({ split, label }) => split === 'train' && label === 'normal')
      .map(({ path }) => ({ file: locate(path) })),
  }));
}

function renderedCategories(source: string): TrainingCategory[] {
  const found = SYNTHETIC_PATTERN.exec(source)?.groups;
  if (found === undefined) {
    throw new UsageError(
      `Cannot train on "${source}": expected synthetic:CATEGORIESxPICTURES or synthetic:CATEGORIESxPICTURES@FIRST`,
      'Pass synthetic:40x24 for 24 pictures of each of the categories procedural:0 to procedural:39.',
    );
  }
  const [count = 0, each = 0, first = 0] = ['categories', 'pictures', 'first'].map((name) =>
    Number(found[name] ?? 0),
  );
  return numbersBelow(count).map((i) => {
    const kind: PartKind = `procedural:${first + i}`;
    return { name: kind, pictures: numbersBelow(each).map((seed) => ({ kind, seed })) };
  });
}

function numbersBelow(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
