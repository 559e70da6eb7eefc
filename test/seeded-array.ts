/** Arrays that golden fixtures do not hold, since both sides make them by one rule. */
import { seededRandom } from '../src/random.ts';

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
