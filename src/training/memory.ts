import { MemoryCeilingError } from '../errors.ts';
import { MEBIBYTE } from '../mebibytes.ts';
import type { TrainingSettings } from './settings.ts';

/** Bytes that a training takes. */
export interface TrainingMemory {
  /** Maps of a micro-batch, forward and backward. */
  readonly maps: number;
  /** Decoded pictures. */
  readonly pictures: number;
  /** Maps, pictures, weights, velocities and graphs. */
  readonly total: number;
}

/**
 * Bytes of maps for each pixel of a pair, forward and backward: docs/benchmarks-training.md for a
 * ResNet-18 (measured), and twice as much for a ConvNeXt-Tiny (measured). Only one of the two branches
 * goes back in a one-sided training, and encoders of all levels look at larger maps than one of the
 * last.
 */
const BYTES_PER_PIXEL = { plain: 1950, transformers: 3300, 'convnext-tiny': 6200 } as const;
const ONE_SIDED = 0.65;
const PER_LEVEL = 1.55;
/** Bytes of everything that does not grow (measured). */
const FIXED_BYTES = 450 * MEBIBYTE;

/**
 * Estimates the memory of a training.
 *
 * @param pictures - How many pictures it holds.
 */
export function estimateMemory(settings: TrainingSettings, pictures: number): TrainingMemory {
  const { size, batch, microBatches } = settings;
  const maps = bytesPerPixel(settings) * size * size * (batch / microBatches);
  const decoded = pictures * pictureBytes(size);
  return { maps, pictures: decoded, total: maps + decoded + FIXED_BYTES };
}

/** Bytes of a picture of side `size` in memory. */
export function pictureBytes(size: number): number {
  return size * size * 3;
}

function bytesPerPixel({ backbone, transformer, loss, encoder }: TrainingSettings): number {
  const resnet = transformer === 'none' ? 'plain' : 'transformers';
  const bytes = BYTES_PER_PIXEL[backbone === 'resnet18' ? resnet : backbone];
  const levels = encoder === 'last' ? 1 : PER_LEVEL;
  return bytes * levels * (loss === 'one-sided' ? ONE_SIDED : 1);
}

/**
 * The fewest micro-batches with which a training stays below a ceiling.
 *
 * @param ceiling - Bytes of all memory.
 * @throws {@link MemoryCeilingError} if even parts of two pairs do not fit.
 */
export function fitMicroBatches(
  settings: TrainingSettings,
  pictures: number,
  ceiling: number,
): number {
  const { batch } = settings;
  const divisors = Array.from({ length: Math.floor(batch / 2) }, (_, i) => i + 1).filter(
    (parts) => batch % parts === 0,
  );
  const needs = (microBatches: number): number =>
    estimateMemory({ ...settings, microBatches }, pictures).total;
  const fitting = divisors.find((parts) => needs(parts) <= ceiling);
  if (fitting !== undefined) return fitting;
  throw new MemoryCeilingError(
    `train on ${pictures} pictures of ${settings.size} × ${settings.size}`,
    { needed: needs(divisors[divisors.length - 1]), ceiling },
    'Use a smaller size or fewer pictures, or raise the memory limit.',
    { options: ['size', 'memoryLimit'] },
  );
}
