import type { TrainingSettings } from './settings.ts';

/** Bytes that a training takes. */
export interface TrainingMemory {
  /** Maps of a micro-batch, forward and backward. */
  readonly maps: number;
  /** Decoded pictures. */
  readonly pictures: number;
  /** All of it, with weights, velocities and graphs. */
  readonly total: number;
}

/** Bytes of maps for each pixel of a pair, and of everything that does not grow (measured). */
const BYTES_PER_PIXEL = { resnet18: 3100, 'convnext-tiny': 6200 } as const;
const FIXED_BYTES = 450 * 2 ** 20;

/**
 * Estimates the memory of a training.
 *
 * @param pictures - How many pictures it holds.
 */
export function estimateMemory(settings: TrainingSettings, pictures: number): TrainingMemory {
  const { backbone, size, batch, microBatches } = settings;
  const maps = BYTES_PER_PIXEL[backbone] * size * size * (batch / microBatches);
  const decoded = pictures * size * size * 3;
  return { maps, pictures: decoded, total: maps + decoded + FIXED_BYTES };
}

/**
 * The fewest micro-batches whose maps stay below a ceiling; as many as there can be where none does.
 *
 * @param ceiling - Bytes of all memory.
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
  return divisors.find((parts) => needs(parts) <= ceiling) ?? divisors[divisors.length - 1];
}
