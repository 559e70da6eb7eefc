import { join } from 'node:path';
import { UsageError } from '../../src/errors.ts';
import { readFileBytes } from '../../src/node/files/files.ts';
import { encodeJpeg, encodePng } from '../../src/node/image/image-encoder.ts';
import { expandPictures } from '../../src/node/inspection/pictures.ts';
import { seededRandom } from '../../src/random.ts';
import { type PartKind, partKinds, renderFamily } from '../../src/synthetic/index.ts';
import { dataPath } from '../data-folders.ts';

/** Files of pictures of one part: good ones to learn from, and others. */
export interface PictureSet {
  readonly name: string;
  readonly good: readonly PictureFileBytes[];
  readonly others: readonly PictureFileBytes[];
}

/** A file. */
export interface PictureFileBytes {
  /** Within its set. */
  readonly name: string;
  /** Shape [size]. */
  readonly bytes: Uint8Array;
}

/** How large a set is. */
export interface SetSize {
  readonly shots: number;
  readonly judged: number;
  readonly seed: number;
}

/** Side of drawn pictures, pixels; another than that of models, so that they are resized. */
const SIDE = 300;

/** Good pictures of a folder's `train/good`, and others drawn at random of its `test`. */
export async function setFromFolder(
  folder: string,
  { shots, judged, seed }: SetSize,
): Promise<PictureSet> {
  const root = dataPath(folder);
  const random = seededRandom(seed).fork(folder);
  const choose = async (below: string, count: number): Promise<PictureFileBytes[]> => {
    const pictures = await expandPictures([join(root, below)]);
    const chosen = random
      .sample(pictures.length, Math.min(count, pictures.length))
      .toSorted((a, b) => a - b);
    return Promise.all(
      chosen.map(async (i) => {
        const path = pictures[i]?.path ?? '';
        return { name: path.slice(root.length + 1), bytes: await readFileBytes(path) };
      }),
    );
  };
  const good = await choose('train/good', shots);
  // Folders of folders are looked through one by one.
  return { name: folder, good, others: await choose('test/**/*', judged) };
}

/** A drawn part: half of the others with a defect, every second one as JPEG. */
export async function drawnSet(
  kind: string,
  { shots, judged, seed }: SetSize,
): Promise<PictureSet> {
  if (!isPartKind(kind))
    throw new UsageError(`Cannot draw ${kind}`, `Name some of ${partKinds.join(', ')}.`);
  const family = { kind, seed, size: SIDE };
  const good = await Promise.all(
    [...renderFamily({ ...family, count: shots })].map(async ({ image }, i) => ({
      name: `good ${i}.png`,
      bytes: await encodePng(image),
    })),
  );
  const half = Math.ceil(judged / 2);
  const samples = [
    ...renderFamily({ ...family, seed: seed + 1, count: half }),
    ...renderFamily({ ...family, seed: seed + 2, count: judged - half, defects: ['scratch'] }),
  ];
  const others = await Promise.all(
    samples.map(async ({ image }, i) =>
      i % 2 === 0
        ? { name: `${i}.png`, bytes: await encodePng(image) }
        : { name: `${i}.jpg`, bytes: await encodeJpeg(image) },
    ),
  );
  return { name: `drawn ${kind}`, good, others };
}

function isPartKind(kind: string): kind is PartKind {
  return partKinds.some((known) => known === kind);
}
