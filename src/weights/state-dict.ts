import { ModelError } from '../errors.ts';
import { closest } from '../graph/closest.ts';
import { formatShape, sameShape } from '../graph/value.ts';

/** One array of a state dict. */
export interface StateTensor {
  /** Sizes along each axis; empty for a scalar. */
  readonly shape: readonly number[];
  /** Elements, row-major, shape [`shape`]. */
  readonly data: Float32Array;
}

/** Weights and statistics of a network by PyTorch's names, such as `layer1.0.conv1.weight`. */
export type StateDict = ReadonlyMap<string, StateTensor>;

/** How many batches a BatchNorm has seen: no result depends on it. */
const COUNTER = '.num_batches_tracked';

/** Hands out the arrays of a state dict, checks them, and knows which nobody asked for. */
export class Weights {
  readonly #state: StateDict;
  /** Where the state dict is from, for messages. */
  readonly file: string;
  readonly #taken = new Set<string>();

  /** @param file - Where the state dict is from, for messages. */
  constructor(state: StateDict, file: string) {
    this.#state = state;
    this.file = file;
  }

  /**
   * @param shape - Sizes that it must have.
   * @returns Elements, shape [`shape`].
   * @throws {@link ModelError} if there is no such key, or its array has another shape.
   */
  take(key: string, shape: readonly number[]): Float32Array {
    const tensor = this.#state.get(key);
    if (!tensor) {
      const near = closest(key, this.#state.keys()).map((name) => `"${name}"`);
      throw new ModelError(
        this.file,
        `it has no "${key}": expected PyTorch's names; the closest here are ${near.join(', ') || 'none'}`,
        'Pass a state dict of the architecture, with the keys that torchvision gives them.',
      );
    }
    assertShape(key, tensor.shape, shape, this.file);
    this.#taken.add(key);
    return tensor.data;
  }

  /** Sizes of an array, before it is taken; undefined if there is no such key. */
  shapeOf(key: string): readonly number[] | undefined {
    return this.#state.get(key)?.shape;
  }

  /** Whether there is an array of that key, or one whose key starts so. */
  has(key: string, { prefix = false }: { readonly prefix?: boolean } = {}): boolean {
    if (!prefix) return this.#state.has(key);
    return this.keys.some((other) => other.startsWith(key));
  }

  /** All keys, in the order of the file. */
  get keys(): string[] {
    return [...this.#state.keys()];
  }

  /** Keys that were not taken, such as those of a head that is left off; counters do not count. */
  unused(): string[] {
    return [...this.#state.keys()].filter((key) => !this.#taken.has(key) && !key.endsWith(COUNTER));
  }
}

/**
 * Checks the sizes of an array.
 *
 * @param file - Where it is from, for the message.
 * @throws {@link ModelError} if they are others.
 */
export function assertShape(
  key: string,
  shape: readonly number[],
  expected: readonly number[],
  file: string,
): void {
  if (sameShape(shape, expected)) return;
  throw new ModelError(
    file,
    `its "${key}" has shape ${formatShape(shape)}: expected ${formatShape(expected)}`,
    'Pass a state dict of the same architecture and width; spatial transformers depend on the picture size too.',
  );
}
