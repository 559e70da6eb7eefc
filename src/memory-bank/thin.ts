import { ArgumentRangeError } from '../errors.ts';
import type { Random } from '../random.ts';
import type { Runtime } from '../runtime.ts';
import { concatRows, gatherRows, matrix, type Matrix } from '../tensor/matrix.ts';
import { coresetSize, kCenterGreedy, type ProgressOptions } from './coreset.ts';

/** How the patch features of a level become its bank. */
export interface ThinOptions extends ProgressOptions {
  /** Share of the rows that is kept, above 0 and at most 1. */
  readonly ratio: number;
  /** Most rows of the bank, over all sources. */
  readonly ceiling: number;
  /**
   * `per-picture` thins each source by itself, so that the bank without a picture is the bank less
   * the rows of that source: leave-one-out is exact and costs nothing. `per-copy` thins each copy of
   * a source by itself, so that some copies alone can be searched. `global` thins all together
   * (thesis Algorithm 3).
   */
  readonly scope: 'per-copy' | 'per-picture' | 'global';
  /** Rows of each copy of a source, in the scope `per-copy`. */
  readonly copyRows?: number;
  /** Source of all draws; in the scope `per-picture` each source has its own stream of it. */
  readonly random: Random;
}

/** A bank, and where each of its rows comes from. */
export interface ThinnedFeatures {
  /** The rows kept, shape [M, D]. */
  readonly bank: Matrix;
  /** Source of each row, shape [M]. */
  readonly sources: Uint16Array;
  /** Row within that source's features, shape [M]. */
  readonly rows: Uint32Array;
  /** Largest distance from a row to the bank (per picture: of its own), projected as in the coreset. */
  readonly coveringRadius: number;
}

/**
 * Thins the patch features of a level to a bank by greedy k-center.
 *
 * @param features - Those of each support picture with its augmentations, each of shape [N, D].
 * @returns The bank, of shape [M, D], ordered by source and selection, or by selection alone.
 * @throws {@link ArgumentRangeError} if the ceiling leaves no row for some source.
 */
export async function thin(
  runtime: Runtime,
  features: readonly Matrix[],
  options: ThinOptions,
): Promise<ThinnedFeatures> {
  const { scope, copyRows } = options;
  if (scope === 'global') return thinTogether(runtime, features, options);
  if (scope === 'per-picture' || copyRows === undefined) return thinEach(runtime, features, options);
  const copies = features.flatMap((source, s) => rowBlocks(source, copyRows).map((copy) => ({ s, copy })));
  const thinned = await thinEach(
    runtime,
    copies.map(({ copy }) => copy),
    options,
  );
  const firsts = copies.map(({ s }, c) => (c - copies.findIndex((one) => one.s === s)) * copyRows);
  return {
    ...thinned,
    rows: thinned.rows.map((r, i) => firsts[thinned.sources[i]] + r),
    sources: thinned.sources.map((copy) => copies[copy].s),
  };
}

/** Views of so many rows each. */
function rowBlocks({ data, rows, cols }: Matrix, size: number): Matrix[] {
  return Array.from({ length: rows / size }, (_, i) =>
    matrix(data.subarray(i * size * cols, (i + 1) * size * cols), size, cols),
  );
}

async function thinEach(
  runtime: Runtime,
  features: readonly Matrix[],
  { ratio, ceiling, random, onProgress }: ThinOptions,
): Promise<ThinnedFeatures> {
  const shares = evenShares(ceiling, features.length);
  const sizes = features.map(({ rows }, i) => coresetSize(rows, ratio, shares[i]));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const banks: Matrix[] = [];
  const sources = new Uint16Array(total);
  const rows = new Uint32Array(total);
  let [count, coveringRadius] = [0, 0];
  for (const [source, all] of features.entries()) {
    const before = count;
    const coreset = await kCenterGreedy(runtime, all, {
      size: sizes[source],
      random: random.fork(`source ${source}`),
      onProgress: (done) => onProgress?.(before + done, total),
    });
    banks.push(gatherRows(all, coreset.indices));
    sources.fill(source, count, count + coreset.indices.length);
    rows.set(coreset.indices, count);
    count += coreset.indices.length;
    coveringRadius = Math.max(coveringRadius, coreset.coveringRadius);
  }
  return { bank: concatRows(banks), sources, rows, coveringRadius };
}

async function thinTogether(
  runtime: Runtime,
  features: readonly Matrix[],
  { ratio, ceiling, ...options }: ThinOptions,
): Promise<ThinnedFeatures> {
  const all = concatRows(features);
  const size = coresetSize(all.rows, ratio, ceiling);
  const { indices, coveringRadius } = await kCenterGreedy(runtime, all, { ...options, size });
  const origins = features.flatMap(({ rows }, source) =>
    Array.from({ length: rows }, (_, row) => ({ source, row })),
  );
  return {
    bank: gatherRows(all, indices),
    sources: Uint16Array.from(indices, (index) => origins[index].source),
    rows: indices.map((index) => origins[index].row),
    coveringRadius,
  };
}

/** Splits the ceiling evenly; the first sources take what is left over. */
function evenShares(ceiling: number, sources: number): number[] {
  if (!(ceiling >= sources)) {
    throw new ArgumentRangeError(
      'ceiling',
      ceiling,
      `at least a row for each of ${sources} pictures or copies`,
    );
  }
  const share = Math.floor(ceiling / sources);
  return Array.from({ length: sources }, (_, i) => share + (i < ceiling - share * sources ? 1 : 0));
}
