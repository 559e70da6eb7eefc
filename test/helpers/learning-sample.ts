/** Support features that are made by a rule, so that a test knows what learning makes of them. */
import type { Augmentation } from '../../src/image/augmentation.ts';
import type { Learning, SupportFeatures } from '../../src/inspection/learning.ts';
import { DEFAULT_SETTINGS, type PartSettings } from '../../src/inspection/settings.ts';
import type { Runtime } from '../../src/runtime.ts';
import { matrix } from '../../src/tensor/matrix.ts';
import { unitRows } from '../../src/tensor/norms.ts';

/** The plain picture, one in other light, one turned. */
const sampleAugmentations: readonly Augmentation[] = [
  { name: 'identity', changes: 'nothing', apply: (image) => image },
  { name: 'brightness 1.2', changes: 'light', apply: (image) => image },
  { name: 'flip', changes: 'view', apply: (image) => image },
];

/** Neither retrieval nor reverse matching: whole banks, and what is missing is not looked for. */
const FORWARD_ONLY = {
  pose: 'fixed',
  bankAngles: 'of-pose',
  fusion: 'concat',
  coreset: 'per-picture',
  retrieve: 'all',
  reverse: 0,
  presence: 'none',
} as const;

/** Keeps every patch of one level named `a`; forward matching alone, unless settings say otherwise. */
export function sampleLearning(
  runtime: Runtime,
  settings: Partial<PartSettings> = {},
  augmentations: readonly Augmentation[] = sampleAugmentations,
): Learning {
  const complete = {
    ...DEFAULT_SETTINGS,
    ...FORWARD_ONLY,
    levels: ['a'],
    size: 8,
    sigma: 0,
    samplingRatio: 1,
  };
  return {
    runtime,
    settings: { ...complete, score: 'max', ...settings },
    levels: ['a'],
    augmentations,
  };
}

/**
 * A support picture of 2×2 patches at one level.
 *
 * @param values - First feature of each patch, variant after variant; the second feature is 0.
 */
export function sampleSupport(name: string, values: readonly number[]): SupportFeatures {
  const data = Float32Array.from(values.flatMap((value) => [value, 0]));
  const image = { data: new Uint8Array(3), width: 1, height: 1 };
  const features = matrix(data, values.length, 2);
  return {
    picture: { name, sha256: `sha of ${name}`, image },
    levels: [{ features, width: 2, height: 2 }],
    coarse: { features: unitRows(features), width: 2, height: 2 },
  };
}

/**
 * A support picture that shows one direction on all of its 2×2 patches, so that two of them are as far
 * from each other, forward and in reverse, as {@link chord} says.
 *
 * @param directions - Of each variant, degrees.
 */
export function sampleDirections(name: string, directions: readonly number[]): SupportFeatures {
  const data = Float32Array.from(
    directions.flatMap((degrees) => {
      const angle = (degrees * Math.PI) / 180;
      return Array.from({ length: 4 }, () => [Math.cos(angle), Math.sin(angle)]).flat();
    }),
  );
  const features = { features: matrix(data, directions.length * 4, 2), width: 2, height: 2 };
  const { picture } = sampleSupport(name, []);
  return { picture, levels: [features], coarse: features };
}

/** Distance between two directions of length 1, degrees apart. */
export function chord(degrees: number): number {
  return 2 * Math.sin((degrees * Math.PI) / 360);
}
