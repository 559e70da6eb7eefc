/** Arrays that golden fixtures do not hold, since both sides make them by one rule. */
import type { StateDict } from '../../src/weights/state-dict.ts';
import { seededRandom } from '../../src/random.ts';

/**
 * float32 numbers in [low, high), those of `uniform()` in tools/golden/common.py.
 *
 * @param name - Of the stream that is forked from the seed.
 */
export function seededArray(
  seed: number,
  name: string,
  shape: readonly number[],
  [low, high]: readonly [low: number, high: number] = [-1, 1],
): Float32Array {
  const random = seededRandom(seed).fork(name);
  const count = shape.reduce((product, size) => product * size, 1);
  return Float32Array.from({ length: count }, () => low + (high - low) * random.uniform());
}

/** A state dict of given keys and shapes: `values_of` of tools/golden/siamese.py for each array. */
export function seededState(
  seed: number,
  arrays: readonly { readonly key: string; readonly shape: readonly number[] }[],
): StateDict {
  return new Map(
    arrays.map(({ key, shape }) => [key, { shape, data: valuesOf(seed, key, shape) }]),
  );
}

function valuesOf(seed: number, key: string, shape: readonly number[]): Float32Array {
  const within = (low: number, high: number): Float32Array =>
    seededArray(seed, key, shape, [low, high]);
  if (/running_var$|layer_scale$/.test(key)) return within(0.5, 1.5);
  if (key.endsWith('fc.2.weight')) return within(-0.02, 0.02);
  if (key.endsWith('fc.2.bias')) {
    const centre = Float32Array.of(0.1, 0.9, 1.1);
    return within(-0.05, 0.05).map((value, i) => centre[i] + value);
  }
  if (shape.length > 1) {
    const inputs = shape.slice(1).reduce((product, size) => product * size, 1);
    const bound = Math.sqrt(3 / inputs);
    return within(-bound, bound);
  }
  if (key.endsWith('weight')) return within(0.5, 1.5);
  return /\.fc\.|running_mean$/.test(key) ? within(-0.3, 0.3) : within(1, 2);
}
