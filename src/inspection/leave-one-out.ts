import type { Augmentation } from '../image/augmentation.ts';
import { normalScale } from '../scoring/anomaly-map.ts';
import { gatherRows, type Matrix } from '../tensor/matrix.ts';
import { BankScorer } from './bank-scorer.ts';
import { buildBanks, type BankOptions } from './bank-building.ts';
import type { LevelBank, NormalScore, SupportPicture } from './part.ts';
import { type LevelMeasure, scoreLevels } from './score-levels.ts';
import { type LevelVariants, variant } from './support-features.ts';

/** What leave-one-out needs besides features and banks. */
export interface LeaveOneOutOptions extends BankOptions {
  /** The support set, for the names of the scores. */
  readonly support: readonly SupportPicture[];
  /** What each picture was augmented with; the first is the plain picture. */
  readonly augmentations: readonly Augmentation[];
}

/** Scores of good pictures that the bank has not seen, and each level's usual distance. */
export interface LeaveOneOut {
  /** Median patch distance of the plain pictures, one a level. */
  readonly scales: number[];
  /** Every picture, plain and in other light; empty for a single picture. */
  readonly scores: NormalScore[];
}

/**
 * Scores each support picture, plain and in other light, against the banks built without it. Views
 * and colours are left out: they bring mirrored corners and other parts' colours into a score that
 * shall tell what a good picture of the camera scores (docs/calibration.md).
 *
 * @param pictures - Features of each support picture, one entry a level, each of shape [A · H · W, D].
 */
export async function scoreLeaveOneOut(
  pictures: readonly (readonly LevelVariants[])[],
  banks: readonly LevelBank[],
  options: LeaveOneOutOptions,
): Promise<LeaveOneOut> {
  if (pictures.length === 1) {
    return { scales: await scalesOfOne(pictures[0], banks, options), scores: [] };
  }
  const { augmentations, support, onProgress } = options;
  const counted = [...augmentations.keys()].filter((a) => isOfCamera(augmentations[a]));
  const measured: LevelMeasure[][][] = []; // [picture][augmentation][level]
  for (const [k, levels] of pictures.entries()) {
    const others = await banksWithout(k, pictures, banks, options);
    const scorer = new BankScorer(options.runtime, others, options.settings);
    const ofPicture: LevelMeasure[][] = [];
    for (const index of counted) {
      ofPicture.push(await scorer.measure(variant(levels, index)));
      onProgress?.(k * counted.length + ofPicture.length, pictures.length * counted.length);
    }
    measured.push(ofPicture);
    await scorer.release();
  }
  const scales = scalesOf(
    measured.map(([plain]) => plain),
    options,
  );
  const scores = measured.flatMap((ofPicture, k) =>
    ofPicture.map((measures, a) => {
      const { score, map } = scoreLevels(measures, scales, options.settings);
      const { name, sha256 } = support[k];
      return {
        name: `${name} (${augmentations[counted[a]].name})`,
        sha256,
        score,
        peak: peakOf(map),
      };
    }),
  );
  return { scales, scores };
}

/** Largest value of a map of shape [S, S]; NaN if it holds one. */
export function peakOf(map: Float32Array): number {
  let peak = -Infinity;
  for (const value of map) peak = Math.max(peak, value);
  return peak;
}

function isOfCamera({ changes }: Augmentation): boolean {
  return changes === 'nothing' || changes === 'light';
}

/** One bank a level that knows nothing of picture k. */
async function banksWithout(
  k: number,
  pictures: readonly (readonly LevelVariants[])[],
  banks: readonly LevelBank[],
  options: BankOptions,
): Promise<Matrix[]> {
  if (options.settings.coreset === 'global') {
    const { runtime, settings, levels } = options;
    const others = pictures.filter((_, i) => i !== k);
    const rebuilt = await buildBanks(others, { runtime, settings, levels });
    return rebuilt.map(({ bank }) => bank);
  }
  // Each picture was thinned by itself, so dropping its rows is the bank built without it.
  return banks.map((bank) => rowsWhere(bank, (r) => bank.pictures[r] !== k));
}

/** A single picture has no other to compare with: its augmented copies stand in. */
async function scalesOfOne(
  levels: readonly LevelVariants[],
  banks: readonly LevelBank[],
  options: BankOptions,
): Promise<number[]> {
  const augmented = banks.map((bank) => rowsWhere(bank, (r) => bank.augmentations[r] !== 0));
  const some = augmented.map((matrix, level) => (matrix.rows > 0 ? matrix : banks[level].bank));
  const scorer = new BankScorer(options.runtime, some, options.settings);
  const plain = await scorer.measure(variant(levels, 0));
  await scorer.release();
  return scalesOf([plain], options);
}

function scalesOf(plain: readonly LevelMeasure[][], { levels, settings }: BankOptions): number[] {
  return levels.map((_, level) => {
    if (settings.levelScale === 'none') return 1;
    return normalScale(plain.map((measures) => measures[level].distances));
  });
}

function rowsWhere({ bank }: LevelBank, keep: (row: number) => boolean): Matrix {
  const rows: number[] = [];
  for (let r = 0; r < bank.rows; r++) if (keep(r)) rows.push(r);
  return gatherRows(bank, rows);
}
