import { ArgumentRangeError } from '../errors.ts';
import { BANK } from '../hyperparameters.ts';
import type { Random } from '../random.ts';
import type { Runtime } from '../runtime.ts';
import { concatRows, gatherRows, type Matrix } from '../tensor/matrix.ts';
import { coresetSize, kCenterGreedy, type ProgressOptions } from './coreset.ts';
import { BlockCoresets } from './small-coreset.ts';
import { project } from './projection.ts';

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
  if (scope === 'per-picture' || copyRows === undefined)
    return thinEach(runtime, features, options);
  return thinCopies(runtime, features, copyRows, options);
}

/**
 * Thins each copy of each source by itself. Copies are small: all of a source are projected at once,
 * and their centres chosen by one product a copy.
 */
async function thinCopies(
  runtime: Runtime,
  features: readonly Matrix[],
  copyRows: number,
  { ratio, ceiling, random, onProgress }: ThinOptions,
): Promise<ThinnedFeatures> {
  const counts = features.map(({ rows }) => rows / copyRows);
  const copies = counts.reduce((sum, count) => sum + count, 0);
  const size = coresetSize(copyRows, ratio, evenShares(ceiling, copies)[copies - 1]);
  const sources = new Uint16Array(copies * size);
  const rows = new Uint32Array(copies * size);
  let [done, coveringRadius] = [0, 0];
  const banks: Matrix[] = [];
  const coresets = await BlockCoresets.create(runtime);
  try {
    for (const [source, all] of features.entries()) {
      const draws = random.fork(`source ${source}`);
      const projected = await project(runtime, all, BANK.copyProjectionWidth, draws);
      const kept = new Uint32Array(counts[source] * size);
      for (let copy = 0; copy < counts[source]; copy++) {
        const block = { first: copy * copyRows, rows: copyRows };
        const coreset = await coresets.choose(projected, block, size);
        kept.set(coreset.indices, copy * size);
        coveringRadius = Math.max(coveringRadius, coreset.coveringRadius);
        onProgress?.(done + (copy + 1) * size, copies * size);
      }
      banks.push(gatherRows(all, kept));
      sources.fill(source, done, done + kept.length);
      rows.set(kept, done);
      done += kept.length;
    }
  } finally {
    await coresets.release();
  }
  return { bank: concatRows(banks), sources, rows, coveringRadius };
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
