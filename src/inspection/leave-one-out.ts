import type { Augmentation } from '../image/augmentation.ts';
import { normalScale } from '../scoring/anomaly-map.ts';
import { gatherRows, type Matrix } from '../tensor/matrix.ts';
import { buildBanks } from './bank-building.ts';
import type { Learning, StepListener, SupportFeatures } from './learning.ts';
import type { LevelBank, NormalScore } from './part.ts';
import { joinLevels, type LevelMeasure, PictureScorer } from './picture-scorer.ts';
import { variant } from './support-features.ts';

/** Scores of good pictures that the bank has not seen, and banks that know their usual distance. */
export interface LeaveOneOut {
  /** The banks with their normal scales: the median patch distance of the plain pictures. */
  readonly banks: readonly LevelBank[];
  /** Every picture, plain and in other light; empty for a single picture. */
  readonly scores: readonly NormalScore[];
}

/**
 * Scores each support picture, plain and in other light, against the banks built without it. Views
 * and colours are left out: they bring mirrored corners and other parts' colours into a score that
 * shall tell what a good picture of the camera scores (docs/calibration.md).
 *
 * @param banks - Of the whole support set, not yet scaled.
 * @param onProgress - Told of pictures scored.
 */
export async function scoreLeaveOneOut(
  learning: Learning,
  support: readonly SupportFeatures[],
  banks: readonly LevelBank[],
  onProgress?: StepListener,
): Promise<LeaveOneOut> {
  if (support.length === 1) {
    const plain = await measureAgainstCopies(learning, support[0], banks);
    return { banks: withScales(banks, scalesOf([plain], learning)), scores: [] };
  }
  const counted = [...learning.augmentations.keys()].filter((a) => {
    return isOfCamera(learning.augmentations[a]);
  });
  const total = support.length * counted.length;
  const allMeasures: LevelMeasure[][][] = []; // [picture][augmentation][level]
  for (const k of support.keys()) {
    const others = await banksWithout(k, support, { learning, banks });
    const scorer = new PictureScorer(learning.runtime, others, learning.settings);
    const ofPicture: LevelMeasure[][] = [];
    try {
      for (const index of counted) {
        ofPicture.push(await scorer.measure(variant(support[k].levels, index)));
        onProgress?.(k * counted.length + ofPicture.length, total);
      }
    } finally {
      await scorer.release();
    }
    allMeasures.push(ofPicture);
  }
  const plain = allMeasures.map(([first]) => first);
  const scales = scalesOf(plain, learning);
  const scores = allMeasures.flatMap((ofPicture, k) =>
    ofPicture.map((measures, a): NormalScore => {
      const { score, map } = joinLevels(measures, scales, learning.settings);
      const { name, sha256 } = support[k].picture;
      const { name: light } = learning.augmentations[counted[a]];
      return { name: `${name} (${light})`, sha256, score, peak: peakOf(map) };
    }),
  );
  return { banks: withScales(banks, scales), scores };
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
  support: readonly SupportFeatures[],
  { learning, banks }: { learning: Learning; banks: readonly LevelBank[] },
): Promise<LevelBank[]> {
  if (learning.settings.coreset === 'global') {
    const others = support.filter((_, i) => i !== k);
    return buildBanks(learning, others);
  }
  // Each picture was thinned by itself, so dropping its rows is the bank built without it.
  return banks.map((bank) => ({ ...bank, bank: rowsWhere(bank, (r) => bank.pictures[r] !== k) }));
}

/** A single picture has no other to compare with: its augmented copies stand in. */
async function measureAgainstCopies(
  { runtime, settings }: Learning,
  { levels }: SupportFeatures,
  banks: readonly LevelBank[],
): Promise<LevelMeasure[]> {
  const augmented = banks.map((bank) => {
    const copies = rowsWhere(bank, (r) => bank.augmentations[r] !== 0);
    return copies.rows > 0 ? { ...bank, bank: copies } : bank;
  });
  const scorer = new PictureScorer(runtime, augmented, settings);
  try {
    return await scorer.measure(variant(levels, 0));
  } finally {
    await scorer.release();
  }
}

/** @param plain - Of each plain picture, one entry a level. */
function scalesOf(
  plain: readonly (readonly LevelMeasure[])[],
  { levels, settings }: Learning,
): number[] {
  return levels.map((_, level) => {
    if (settings.levelScale === 'none') return 1;
    return normalScale(plain.map((measures) => measures[level].distances));
  });
}

function withScales(banks: readonly LevelBank[], scales: readonly number[]): LevelBank[] {
  return banks.map((bank, level) => ({ ...bank, normalScale: scales[level] }));
}

function rowsWhere({ bank }: LevelBank, keep: (row: number) => boolean): Matrix {
  const rows: number[] = [];
  for (let r = 0; r < bank.rows; r++) if (keep(r)) rows.push(r);
  return gatherRows(bank, rows);
}
