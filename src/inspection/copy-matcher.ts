import { ShapeError } from '../errors.ts';
import type { PatchFeatures } from '../features/patch-features.ts';
import { BANK } from '../hyperparameters.ts';
import { type BlockNorms, BlockSearch, type NearestTargets } from '../memory-bank/block-search.ts';
import { ProductRanking } from '../memory-bank/product-ranking.ts';
import type { Runtime } from '../runtime.ts';
import { encodeFloat16 } from '../tensor/float16.ts';
import { type HalfMatrix, isZeroRow, widened } from '../tensor/half-matrix.ts';
import { matrix, type Matrix, squaredDistance } from '../tensor/matrix.ts';
import { unitRows } from '../tensor/norms.ts';
import type { SupportFeatures } from './learning.ts';
import { lookedRows, countedRows, spread } from './looked-patches.ts';
import type { Copies } from './part.ts';

/** How much of a good picture a picture lacks, judged by the copy of which it lacks least. */
export interface ReverseMatch {
  /** Root mean square of `distances`. */
  readonly distance: number;
  /** Number of that copy. */
  readonly copy: number;
  /** Euclidean distance of each patch of that copy to the nearest of the picture: large where something is missing, shape [gridHeight · gridWidth]. */
  readonly distances: Float32Array;
  /** Of each patch of that copy the nearest of the picture, shape [gridHeight · gridWidth]; of no meaning for those that do not count. */
  readonly patches: Uint32Array;
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
  const data = new Uint16Array(rows * features.cols);
  const pictures: number[] = [];
  const augmentations: number[] = [];
  for (const [picture, { coarse }] of support.entries()) {
    data.set(encodeFloat16(coarse.features.data), pictures.length * patches * features.cols);
    for (let a = 0; a < coarse.features.rows / patches; a++) {
      pictures.push(picture);
      augmentations.push(a);
    }
  }
  return {
    // As the part file will hold it, so that a loaded part scores exactly as this one.
    features: { data, rows, cols: features.cols },
    gridHeight: height,
    gridWidth: width,
    pictures: Uint16Array.from(pictures),
    augmentations: Uint16Array.from(augmentations),
    posed: Uint8Array.from(augmentations, (a) => ((isPosed?.[a] ?? true) ? 1 : 0)),
  };
}

/** The same copies, of which others show the part as its pose allows. */
export function posedCopies(copies: Copies, isPosed: readonly boolean[]): Copies {
  return { ...copies, posed: Uint8Array.from(copies.augmentations, (a) => (isPosed[a] ? 1 : 0)) };
}

/** Between features of length 1. */
const FARTHEST = 2;

/** Copies whose distances in single precision are as near each other are compared in double. */
const DOUBT = 1e-4;

/**
 * Compares a picture with the copies of a support set by the coarsest level of its features, a few
 * hundred patches: which copies are most alike, and whether all that they show is there.
 */
export class CopyMatcher {
  /** The copies, in the numbers that this counts them by. */
  readonly copies: Copies;
  readonly #ranking: ProductRanking;
  readonly #search: BlockSearch;

  constructor(runtime: Runtime, copies: Copies) {
    this.copies = copies;
    const { features, gridHeight, gridWidth } = copies;
    const { descriptors, norms } = preparedFor(copies);
    this.#ranking = new ProductRanking(runtime, descriptors);
    this.#search = new BlockSearch(runtime, features, gridHeight * gridWidth, norms);
  }

  /**
   * The copies most like a picture, by features averaged over a few cells (retrieve, then match).
   *
   * @param coarse - Of the picture, rows of length 1, shape [P, D].
   * @param count - How many; all by default.
   * @param among - Numbers of the copies to choose from; all by default.
   * @returns Most alike first; of equally alike ones, the lowest number first.
   */
  async rank(coarse: PatchFeatures, count?: number, among?: readonly number[]): Promise<number[]> {
    const descriptor = describe(coarse.features, coarse.height, coarse.width);
    const candidates = among ?? [...this.copies.pictures.keys()];
    return (await this.#ranking.rank(descriptor, candidates)).slice(0, count);
  }

  /**
   * Matches in reverse: each patch of a copy with the nearest one of the picture.
   *
   * ONNX Runtime finds the nearest patches in single precision; the distances to them, and which copy
   * lacks least, are then computed from the features in double precision.
   *
   * @param coarse - Of the picture, rows of length 1, shape [P, D].
   * @param among - Numbers of the copies, at least one.
   * @returns Null where no copy shows anything of what is looked at, at its place.
   */
  async reverse(coarse: PatchFeatures, among: readonly number[]): Promise<ReverseMatch | null> {
    const rough: { readonly match: () => ReverseMatch; readonly distance: number }[] = [];
    for await (const nearest of this.#nearest(coarse, among)) {
      const size = nearest.targets.length / nearest.blocks.length;
      for (const at of nearest.blocks.keys()) {
        const squares = nearest.squaredDistances.subarray(at * size, (at + 1) * size);
        const counted = this.#countedOf(coarse, nearest.blocks[at]);
        let sum = 0;
        for (const [p, square] of squares.entries()) {
          if (counted?.[p] !== 0) sum += square;
        }
        const count = counted ? countedRows(counted).length : size;
        if (count === 0) continue;
        const distance = Math.sqrt(sum / count);
        rough.push({ distance, match: () => this.#match(coarse, nearest, at) });
      }
    }
    if (rough.length === 0) return null;
    const least = Math.min(...rough.map(({ distance }) => distance));
    return rough
      .filter(({ distance }) => !(distance > least + DOUBT))
      .map(({ match }) => match())
      .reduce((best, one) => (one.distance < best.distance ? one : best));
  }

  /** The match of each copy by itself, see {@link reverse}. */
  async reverseEach(coarse: PatchFeatures, among: readonly number[]): Promise<ReverseMatch[]> {
    const matches: ReverseMatch[] = [];
    for await (const nearest of this.#nearest(coarse, among)) {
      for (const at of nearest.blocks.keys()) matches.push(this.#match(coarse, nearest, at));
    }
    return matches;
  }

  /** Frees the sessions. */
  async release(): Promise<void> {
    await this.#ranking.release();
    await this.#search.release();
  }

  #nearest(coarse: PatchFeatures, among: readonly number[]): AsyncGenerator<NearestTargets, void> {
    const { cols } = this.copies.features;
    const { features } = coarse;
    if (features.cols === cols) return this.#search.nearest(lookedRows(coarse), among);
    throw new ShapeError('features', [features.rows, features.cols], `[*, ${cols}]`);
  }

  #match(coarse: PatchFeatures, { blocks, targets }: NearestTargets, at: number): ReverseMatch {
    const { features, gridHeight, gridWidth } = this.copies;
    const size = gridHeight * gridWidth;
    const copy = blocks[at];
    const shown = coarse.looked && countedRows(coarse.looked);
    const rows = widened(features, copy * size, size);
    const patches = Uint32Array.from({ length: size }, (_, p) => {
      const target = targets[at * size + p];
      return shown?.[target] ?? target;
    });
    const all = Float32Array.from(patches, (patch, p) =>
      Math.sqrt(squaredDistance(rows, p, coarse.features, patch)),
    );
    const grid = { patches, gridHeight, gridWidth };
    const counted = this.#countedOf(coarse, copy);
    if (!counted) return { copy, distances: all, distance: rootMeanSquare(all), ...grid };
    const own = Float32Array.from(countedRows(counted), (p) => all[p]);
    // What shows nothing that is looked at is as far as can be.
    const distance = own.length === 0 ? FARTHEST : rootMeanSquare(own);
    return { copy, distances: spread(own, counted, gridWidth), distance, ...grid };
  }

  /** The patches that are looked at in a picture and in a copy; undefined where these are all. */
  #countedOf({ looked }: PatchFeatures, copy: number): Uint8Array | undefined {
    const { features, gridHeight, gridWidth } = this.copies;
    const first = copy * gridHeight * gridWidth;
    // What a copy shows that is not looked at is zero, see `lookAtVariants()`.
    return looked?.map((counts, p) => (counts !== 0 && !isZeroRow(features, first + p) ? 1 : 0));
  }
}

/** What the search of copies starts from. */
interface Prepared {
  /** Of each copy. */
  readonly descriptors: Matrix;
  /** Squared length of each row of the copies that were looked up. */
  readonly norms: BlockNorms;
}

/** By the features of copies, for as long as these are kept: an enrolment searches the same ones four times. */
const prepared = new WeakMap<HalfMatrix, Prepared>();

function preparedFor(copies: Copies): Prepared {
  const { features } = copies;
  const known = prepared.get(features);
  if (known) return known;
  const made = { descriptors: descriptorsOf(copies), norms: new Map() };
  prepared.set(features, made);
  return made;
}

/** Shape [copies, 25 · D]. */
function descriptorsOf({ features, gridHeight, gridWidth, pictures }: Copies): Matrix {
  const width = BANK.descriptorCells ** 2 * features.cols;
  const descriptors = matrix(new Float32Array(pictures.length * width), pictures.length, width);
  const size = gridHeight * gridWidth;
  const kept = new Float32Array(size * features.cols);
  for (let copy = 0; copy < pictures.length; copy++) {
    const patches = widened(features, copy * size, size, kept);
    descriptors.data.set(describe(patches, gridHeight, gridWidth), copy * width);
  }
  return descriptors;
}

/** Mean of the patches in each of 5×5 cells, each scaled to length 1; shape [25 · D]. */
function describe({ data, cols }: Matrix, height: number, width: number): Float32Array {
  const cells = BANK.descriptorCells;
  const sums = new Float32Array(cells * cells * cols);
  for (let y = 0, from = 0; y < height; y++) {
    const line = Math.floor((y * cells) / height) * cells;
    for (let x = 0; x < width; x++) {
      const cell = (line + Math.floor((x * cells) / width)) * cols;
      for (let i = cell; i < cell + cols; i++, from++) sums[i] += data[from];
    }
  }
  return unitRows(matrix(sums, cells ** 2, cols)).data;
}

function rootMeanSquare(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum / values.length);
}
