import { ArgumentRangeError } from '../errors.ts';
import { thin, type ThinnedFeatures } from '../memory-bank/thin.ts';
import { seededRandom } from '../random.ts';
import { decodeFloat16, encodeFloat16, FLOAT16_MAX } from '../tensor/float16.ts';
import { gatherRows, type Matrix } from '../tensor/matrix.ts';
import type { Learning, StepListener, SupportFeatures } from './learning.ts';
import type { LevelBank } from './part.ts';
import { type LevelVariants, NO_PATCH } from './support-features.ts';

/**
 * Thins the patch features of the augmented support set to one bank a level (Algorithm 3).
 *
 * @param onProgress - Told of rows chosen so far, over all levels.
 * @returns One bank a level, its normal scale still 1.
 */
export async function buildBanks(
  { runtime, settings, levels }: Learning,
  support: readonly SupportFeatures[],
  onProgress?: StepListener,
): Promise<LevelBank[]> {
  const banks: LevelBank[] = [];
  for (const [level, name] of levels.entries()) {
    const variants = support.map((picture) => picture.levels[level]);
    const { height, width } = variants[0];
    const thinned = await thin(
      runtime,
      variants.map(({ features }) => features),
      {
        ratio: settings.samplingRatio,
        ceiling: settings.bankCeiling,
        scope: settings.coreset,
        copyRows: height * width,
        random: seededRandom(settings.seed).fork(`coreset/${name}`),
        onProgress: (done, total) => onProgress?.(level * total + done, levels.length * total),
      },
    );
    const patches = height * width;
    const { bank, sources, rows } = lookedAt(thinned, variants);
    banks.push({
      level: name,
      bank: settings.storage === 'float16' ? inHalfPrecision(name, bank) : bank,
      pictures: sources,
      augmentations: Uint16Array.from(rows, (r) => Math.floor(r / patches)),
      positions: rows.map((r) => r % patches),
      gridHeight: height,
      gridWidth: width,
      coveringRadius: thinned.coveringRadius,
      normalScale: 1,
    });
  }
  return banks;
}

/** Without rows that repeat another one, or that show nothing that is looked at. */
function lookedAt(
  thinned: ThinnedFeatures,
  variants: readonly LevelVariants[],
): Pick<ThinnedFeatures, 'bank' | 'sources' | 'rows'> {
  if (variants.every(({ standIns }) => standIns === undefined)) return thinned;
  const { bank, sources, rows } = thinned;
  const seen = new Set<string>();
  const own = rows.map((row, r) => variants[sources[r]].standIns?.[row] ?? row);
  const kept = [...own.keys()].filter((r) => {
    const key = `${sources[r]}/${own[r]}`;
    const isNew = own[r] !== NO_PATCH && !seen.has(key);
    seen.add(key);
    return isNew;
  });
  return {
    bank: gatherRows(bank, Uint32Array.from(kept)),
    sources: Uint16Array.from(kept, (r) => sources[r]),
    rows: Uint32Array.from(kept, (r) => own[r]),
  };
}

/** Rounded as the part file will hold it, so that a loaded part scores exactly as this one. */
function inHalfPrecision(level: string, bank: Matrix): Matrix {
  const largest = bank.data.reduce((max, value) => Math.max(max, Math.abs(value)), 0);
  if (largest > FLOAT16_MAX) {
    const most = `${FLOAT16_MAX}, the most that float16 holds`;
    throw new ArgumentRangeError(
      'storage',
      'float16',
      `float32, as level ${level} has a feature of ${largest}, above ${most}`,
    );
  }
  return { ...bank, data: decodeFloat16(encodeFloat16(bank.data)) };
}
