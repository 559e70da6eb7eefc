import { ShapeError } from '../errors.ts';
import type { PatchFeatures } from '../features/patch-features.ts';
import { BANK } from '../hyperparameters.ts';
import { createNearestNeighbors } from '../memory-bank/nearest-neighbors.ts';
import type { Runtime } from '../runtime.ts';
import { decodeFloat16, encodeFloat16 } from '../tensor/float16.ts';
import { gatherRows, matrix, type Matrix, row } from '../tensor/matrix.ts';
import { unitRows } from '../tensor/norms.ts';
import type { SupportFeatures } from './learning.ts';
import type { Copies } from './part.ts';

/** How much of a good picture a picture lacks, judged by the copy of which it lacks least. */
export interface ReverseMatch {
  /** Root mean square of `distances`. */
  readonly distance: number;
  /** Number of that copy. */
  readonly copy: number;
  /** Euclidean distance of each patch of that copy to the nearest of the picture: large where something is missing, shape [gridHeight · gridWidth]. */
  readonly distances: Float32Array;
  /** Rows of the copy's grid. */
  readonly gridHeight: number;
  /** Columns of the copy's grid. */
  readonly gridWidth: number;
}

/**
 * The copies of a support set: every picture under every augmentation, by its coarsest level.
 *
 * @param isPosed - Of each augmentation, whether it shows the part as its pose allows; all by default.
 */
export function copiesOf(
  support: readonly SupportFeatures[],
  isPosed?: readonly boolean[],
): Copies {
  const [{ coarse: first }] = support;
  const { height, width, features } = first;
  const patches = height * width;
  const rows = support.reduce((sum, { coarse }) => sum + coarse.features.rows, 0);
  const all = matrix(new Float32Array(rows * features.cols), rows, features.cols);
  const pictures: number[] = [];
  const augmentations: number[] = [];
  for (const [picture, { coarse }] of support.entries()) {
    all.data.set(coarse.features.data, pictures.length * patches * features.cols);
    for (let a = 0; a < coarse.features.rows / patches; a++) {
      pictures.push(picture);
      augmentations.push(a);
    }
  }
  return {
    // As the part file will hold it, so that a loaded part scores exactly as this one.
    features: { ...all, data: decodeFloat16(encodeFloat16(all.data)) },
    gridHeight: height,
    gridWidth: width,
    pictures: Uint16Array.from(pictures),
    augmentations: Uint16Array.from(augmentations),
    posed: Uint8Array.from(augmentations, (a) => ((isPosed?.[a] ?? true) ? 1 : 0)),
  };
}

/** The copies that some condition keeps, in their order. */
export function copiesWhere(
  copies: Copies,
  keep: (picture: number, augmentation: number) => boolean,
): Copies {
  const { pictures, augmentations, posed, features, gridHeight, gridWidth } = copies;
  const kept = [...pictures.keys()].filter((c) => keep(pictures[c], augmentations[c]));
  const patches = gridHeight * gridWidth;
  const rows = kept.flatMap((c) => Array.from({ length: patches }, (_, p) => c * patches + p));
  return {
    ...copies,
    features: gatherRows(features, rows),
    pictures: Uint16Array.from(kept, (c) => pictures[c]),
    augmentations: Uint16Array.from(kept, (c) => augmentations[c]),
    posed: Uint8Array.from(kept, (c) => posed[c]),
  };
}

/**
 * Compares a picture with the copies of a support set by the coarsest level of its features, a few
 * hundred patches: which copies are most alike, and whether all that they show is there.
 */
export class CopyMatcher {
  /** The copies, in the numbers that this counts them by. */
  readonly copies: Copies;
  readonly #runtime: Runtime;
  readonly #descriptors: Matrix;

  constructor(runtime: Runtime, copies: Copies) {
    this.#runtime = runtime;
    this.copies = copies;
    this.#descriptors = descriptorsOf(copies);
  }

  /**
   * The copies most like a picture, by features averaged over a few cells (retrieve, then match).
   *
   * @param coarse - Of the picture, rows of length 1, shape [P, D].
   * @param count - How many.
   * @param among - Numbers of the copies to choose from; all by default.
   * @returns Most alike first; of equally alike ones, the lowest number first.
   */
  rank(coarse: PatchFeatures, count: number, among?: readonly number[]): number[] {
    const descriptor = describe(coarse.features, 0, coarse.height, coarse.width);
    const candidates = among ?? [...this.copies.pictures.keys()];
    const likeness = new Map(
      candidates.map((copy) => [copy, product(descriptor, row(this.#descriptors, copy))]),
    );
    return candidates
      .toSorted((a, b) => (likeness.get(b) ?? 0) - (likeness.get(a) ?? 0) || a - b)
      .slice(0, count);
  }

  /**
   * Matches in reverse: each patch of a copy with the nearest one of the picture.
   *
   * @param coarse - Of the picture, rows of length 1, shape [P, D].
   * @param among - Numbers of the copies, at least one.
   */
  async reverse(coarse: PatchFeatures, among: readonly number[]): Promise<ReverseMatch> {
    const means = await this.reverseEach(coarse, among);
    return means.reduce((best, one) => (one.distance < best.distance ? one : best));
  }

  /** The match of each copy by itself, see {@link reverse}. */
  async reverseEach(coarse: PatchFeatures, among: readonly number[]): Promise<ReverseMatch[]> {
    const { features, gridHeight, gridWidth } = this.copies;
    if (coarse.features.cols !== features.cols) {
      throw new ShapeError(
        'features',
        [coarse.features.rows, coarse.features.cols],
        `[*, ${features.cols}]`,
      );
    }
    const patches = gridHeight * gridWidth;
    const rows = among.flatMap((copy) =>
      Array.from({ length: patches }, (_, p) => copy * patches + p),
    );
    const search = createNearestNeighbors(this.#runtime, coarse.features);
    try {
      const { distances } = await search.search(gatherRows(features, rows));
      return among.map((copy, i) => {
        const some = distances.slice(i * patches, (i + 1) * patches);
        return { copy, distances: some, distance: rootMeanSquare(some), gridHeight, gridWidth };
      });
    } finally {
      await search.release();
    }
  }
}

function descriptorsOf({ features, gridHeight, gridWidth, pictures }: Copies): Matrix {
  const width = BANK.descriptorCells ** 2 * features.cols;
  const descriptors = matrix(new Float32Array(pictures.length * width), pictures.length, width);
  for (let copy = 0; copy < pictures.length; copy++) {
    const first = copy * gridHeight * gridWidth;
    descriptors.data.set(describe(features, first, gridHeight, gridWidth), copy * width);
  }
  return descriptors;
}

/** Mean of the patches in each of 5×5 cells, each scaled to length 1; shape [25 · D]. */
function describe(features: Matrix, first: number, height: number, width: number): Float32Array {
  const cells = BANK.descriptorCells;
  const means = matrix(new Float32Array(cells * cells * features.cols), cells ** 2, features.cols);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const cell = Math.floor((y * cells) / height) * cells + Math.floor((x * cells) / width);
      const sums = row(means, cell);
      const patch = row(features, first + y * width + x);
      for (let i = 0; i < patch.length; i++) sums[i] += patch[i];
    }
  }
  return unitRows(means).data;
}

function product(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function rootMeanSquare(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum / values.length);
}
