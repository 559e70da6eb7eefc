import { ArgumentRangeError } from '../errors.ts';
import { thin } from '../memory-bank/thin.ts';
import { seededRandom } from '../random.ts';
import { decodeFloat16, encodeFloat16, FLOAT16_MAX } from '../tensor/float16.ts';
import type { Matrix } from '../tensor/matrix.ts';
import type { Learning, StepListener, SupportFeatures } from './learning.ts';
import type { LevelBank } from './part.ts';

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
    banks.push({
      level: name,
      bank: settings.storage === 'float16' ? inHalfPrecision(name, thinned.bank) : thinned.bank,
      pictures: thinned.sources,
      augmentations: Uint16Array.from(thinned.rows, (r) => Math.floor(r / patches)),
      positions: thinned.rows.map((r) => r % patches),
      gridHeight: height,
      gridWidth: width,
      coveringRadius: thinned.coveringRadius,
      normalScale: 1,
    });
  }
  return banks;
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
