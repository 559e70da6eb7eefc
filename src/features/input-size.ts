import { ArgumentRangeError } from '../errors.ts';
import type { ModelInfo } from './model-info.ts';

/**
 * Checks that a model takes square inputs of a size.
 *
 * @param size - Side, pixels.
 * @throws {@link ArgumentRangeError} if it takes another size alone, or multiples of another.
 */
export function assertInputSize(
  { name, preprocessing }: Pick<ModelInfo, 'name' | 'preprocessing'>,
  size: number,
): void {
  const { isSizeFixed = false, size: only, sizeMultiple = 1 } = preprocessing;
  if (isSizeFixed && size !== only) {
    throw new ArgumentRangeError('size', size, `${only}, the only size of the model ${name}`);
  }
  assertMultiple(size, sizeMultiple);
}

/** Whether a model takes square inputs of a size, pixels. */
export function takesInputSize(
  { preprocessing }: Pick<ModelInfo, 'preprocessing'>,
  size: number,
): boolean {
  const { isSizeFixed = false, size: only, sizeMultiple = 1 } = preprocessing;
  return size === only || (!isSizeFixed && size % sizeMultiple === 0);
}

/**
 * Checks that a size is a multiple.
 *
 * @param size - Pixels.
 * @throws {@link ArgumentRangeError} if it is not, naming the next ones.
 */
export function assertMultiple(size: number, multiple: number): void {
  if (size % multiple === 0) return;
  const below = Math.floor(size / multiple) * multiple;
  const next = [below, below + multiple].filter((side) => side > 0).join(' or ');
  throw new ArgumentRangeError('size', size, `a multiple of ${multiple}, such as ${next}`);
}
