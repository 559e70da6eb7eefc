/**
 * What the arrays of a network hold before any training.
 *
 * @module
 */
import type { Random } from '../random.ts';

/** Draws the elements of an array one by one. */
export type Start = (random: Random, index: number) => number;

/** Zeros. */
export const zeros: Start = () => 0;

/** Ones, as γ of a normalization. */
export const ones: Start = () => 1;

/** One number for all elements. */
export function constant(value: number): Start {
  return () => value;
}

/** The elements themselves, shape [N]. */
export function fromValues(values: readonly number[]): Start {
  return (_, index) => values[index];
}

/**
 * Uniform within ±1/√n: how PyTorch starts convolutions and linear layers (`reset_parameters`).
 *
 * @param inputs - n, how many elements make one output.
 */
export function fanIn(inputs: number): Start {
  const bound = 1 / Math.sqrt(inputs);
  return (random) => bound * (2 * random.uniform() - 1);
}

/** Normal, drawn again beyond two standard deviations. */
export function truncatedNormal(std: number): Start {
  return (random) => {
    for (;;) {
      const z = random.normal();
      if (Math.abs(z) <= 2) return std * z;
    }
  };
}
