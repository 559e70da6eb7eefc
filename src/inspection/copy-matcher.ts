import { ShapeError } from '../errors.ts';
import type { PatchFeatures } from '../features/patch-features.ts';
import { BANK } from '../hyperparameters.ts';
import { GraphBuilder } from '../graph/builder.ts';
import { cast } from '../graph/operators/elementwise.ts';
import { reshape } from '../graph/operators/layout.ts';
import { gemm } from '../graph/operators/matmul.ts';
import { topK } from '../graph/operators/reduce.ts';
import { gather } from '../graph/operators/region.ts';
import { serializeModel } from '../graph/serialize.ts';
import type { Runtime, Session } from '../runtime.ts';
import { decodeFloat16, encodeFloat16 } from '../tensor/float16.ts';
import { matrix, type Matrix, row, squaredDistance } from '../tensor/matrix.ts';
import { matrixTensor } from '../tensor/matrix-tensor.ts';
import { squaredNorms, unitRows } from '../tensor/norms.ts';
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

/** Of each patch of some copies, the patch of the picture that is nearest to it. */
interface Nearest {
  /** Numbers of the copies. */
  readonly copies: readonly number[];
  /** Squared distance less the squared length of the patch of the copy, shape [copies · P]. */
  readonly scores: Float32Array;
  /** Patches of the picture, shape [copies · P]. */
  readonly patches: Int32Array;
}

/** Copies that are matched at once, which bounds the products held: [COPIES · P, P]. */
const COPIES_AT_ONCE = 64;

/** Copies whose distances in single precision are as near each other are compared in double. */
const DOUBT = 1e-4;

/**
 * Compares a picture with the copies of a support set by the coarsest level of its features, a few
 * hundred patches: which copies are most alike, and whether all that they show is there.
 */
export class CopyMatcher {
  /** The copies, in the numbers that this counts them by. */
  readonly copies: Copies;
  readonly #runtime: Runtime;
  readonly #descriptors: Matrix;
  /** Squared length of each patch, shape [copies · P]. */
  readonly #norms: Float32Array;
  #session: Promise<Session> | undefined;

  constructor(runtime: Runtime, copies: Copies) {
    this.#runtime = runtime;
    this.copies = copies;
    this.#descriptors = descriptorsOf(copies);
    this.#norms = squaredNorms(copies.features);
  }

  /**
   * The copies most like a picture, by features averaged over a few cells (retrieve, then match).
   *
   * @param coarse - Of the picture, rows of length 1, shape [P, D].
   * @param count - How many; all by default.
   * @param among - Numbers of the copies to choose from; all by default.
   * @returns Most alike first; of equally alike ones, the lowest number first.
   */
  rank(coarse: PatchFeatures, count?: number, among?: readonly number[]): number[] {
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
   * ONNX Runtime finds the nearest patches in single precision; the distances to them, and which copy
   * lacks least, are then computed from the features in double precision.
   *
   * @param coarse - Of the picture, rows of length 1, shape [P, D].
   * @param among - Numbers of the copies, at least one.
   */
  async reverse(coarse: PatchFeatures, among: readonly number[]): Promise<ReverseMatch> {
    const rough: { readonly nearest: Nearest; readonly at: number; readonly distance: number }[] =
      [];
    for await (const nearest of this.#nearest(coarse, among)) {
      for (const at of nearest.copies.keys()) {
        rough.push({ nearest, at, distance: this.#roughDistance(nearest, at) });
      }
    }
    const least = Math.min(...rough.map(({ distance }) => distance));
    return rough
      .filter(({ distance }) => distance <= least + DOUBT)
      .map(({ nearest, at }) => this.#match(coarse, nearest, at))
      .reduce((best, one) => (one.distance < best.distance ? one : best));
  }

  /** The match of each copy by itself, see {@link reverse}. */
  async reverseEach(coarse: PatchFeatures, among: readonly number[]): Promise<ReverseMatch[]> {
    const matches: ReverseMatch[] = [];
    for await (const nearest of this.#nearest(coarse, among)) {
      for (const at of nearest.copies.keys()) matches.push(this.#match(coarse, nearest, at));
    }
    return matches;
  }

  /** Frees the session. */
  async release(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    await (await session)?.release();
  }

  async *#nearest(coarse: PatchFeatures, among: readonly number[]): AsyncGenerator<Nearest, void> {
    const { features, gridHeight, gridWidth } = this.copies;
    const { features: patches } = coarse;
    if (patches.cols !== features.cols) {
      throw new ShapeError('features', [patches.rows, patches.cols], `[*, ${features.cols}]`);
    }
    const size = gridHeight * gridWidth;
    this.#session ??= this.#runtime.createSession(reverseModel(size, features.cols));
    const session = await this.#session;
    const { Tensor } = this.#runtime;
    const shape = [features.rows / size, size, features.cols];
    const feeds = {
      copies: new Tensor('float32', features.data, shape),
      picture: matrixTensor(this.#runtime, patches),
      norms: new Tensor('float32', squaredNorms(patches), [patches.rows]),
    };
    for (let first = 0; first < among.length; first += COPIES_AT_ONCE) {
      const copies = among.slice(first, first + COPIES_AT_ONCE);
      const scores = new Float32Array(copies.length * size);
      const nearest = new Int32Array(copies.length * size);
      await session.run(
        { ...feeds, among: new Tensor('int32', Int32Array.from(copies), [copies.length]) },
        {
          scores: new Tensor('float32', scores, [scores.length, 1]),
          patches: new Tensor('int32', nearest, [nearest.length, 1]),
        },
      );
      yield { copies, scores, patches: nearest };
    }
  }

  /** Distance of one of the copies in single precision. */
  #roughDistance({ copies, scores }: Nearest, at: number): number {
    const size = scores.length / copies.length;
    const norms = this.#norms.subarray(copies[at] * size, (copies[at] + 1) * size);
    let sum = 0;
    for (let p = 0; p < size; p++) sum += Math.max(0, norms[p] + scores[at * size + p]);
    return Math.sqrt(sum / size);
  }

  #match(coarse: PatchFeatures, { copies, patches }: Nearest, at: number): ReverseMatch {
    const { features, gridHeight, gridWidth } = this.copies;
    const size = gridHeight * gridWidth;
    const copy = copies[at];
    const distances = Float32Array.from({ length: size }, (_, p) =>
      Math.sqrt(
        squaredDistance(features, copy * size + p, coarse.features, patches[at * size + p]),
      ),
    );
    return { copy, distances, distance: rootMeanSquare(distances), gridHeight, gridWidth };
  }
}

/** |p|² - 2 c·p of each patch c of some copies, and the patch p of the picture where it is smallest. */
function reverseModel(size: number, width: number): Uint8Array {
  const g = new GraphBuilder();
  const copies = g.input('copies', ['c', size, width]);
  const among = g.input('among', ['k'], 'int32');
  const picture = g.input('picture', ['n', width]);
  const norms = g.input('norms', ['n']);
  const rows = reshape(g, gather(g, copies, among), [-1, width]);
  const products = gemm(g, [rows, picture, norms], { transposeB: true, alpha: -2 });
  const { values, indices } = topK(g, products, 1, { largest: false });
  g.output('scores', values);
  g.output('patches', cast(g, indices, 'int32'));
  return serializeModel(g);
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
