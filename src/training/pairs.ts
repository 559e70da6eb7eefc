/**
 * Which pictures a step looks at: two different good pictures of one category a pair, each picture
 * once an epoch as the query (thesis Algorithm 1).
 *
 * @module
 */
import { CategoryError, TrainingError } from '../errors.ts';
import { type Random, seededRandom } from '../random.ts';

/** Two pictures by their indices, and the seed of what is drawn for them. */
export interface Pair {
  /** I_q. */
  readonly query: number;
  /** I_s, another picture of the same category. */
  readonly support: number;
  /** Of the augmentation. */
  readonly seed: number;
}

/** How epochs are divided into batches. */
export interface PairOptions {
  /** Pairs a batch. */
  readonly batch: number;
  /** Whether a batch mixes categories, or holds pictures of one. */
  readonly batches: 'mixed' | 'category';
  /** Of all draws. */
  readonly seed: number;
}

/** A category by its name and number of pictures. */
export interface PairCategory {
  /** For messages. */
  readonly name: string;
  /** How many pictures it has; their indices follow those of the categories before it. */
  readonly count: number;
}

/** The indices of a category's pictures: `start` to `start + count - 1`. */
interface Range {
  readonly start: number;
  readonly count: number;
}

/** Draws the pairs of any step, so that a training can go on from any step. */
export class PairSchedule {
  readonly #ranges: readonly Range[];
  readonly #options: PairOptions;
  /** Steps of an epoch; a last batch that is not full is filled up with pictures drawn again. */
  readonly stepsPerEpoch: number;

  /**
   * @throws {@link CategoryError} if a category has fewer than two pictures.
   * @throws {@link TrainingError} if there is no category.
   */
  constructor(categories: readonly PairCategory[], options: PairOptions) {
    const lacking = categories.find(({ count }) => count < 2);
    if (lacking !== undefined) {
      throw new CategoryError(
        lacking.name,
        `it has ${lacking.count} good pictures to train on: expected at least 2, which make a pair`,
        'Add good pictures, or leave the category out.',
        { options: ['leaveOut'] },
      );
    }
    if (categories.length === 0) {
      throw new TrainingError('there is no category: expected at least one', 'Name pictures.');
    }
    let start = 0;
    this.#ranges = categories.map(({ count }) => {
      start += count;
      return { start: start - count, count };
    });
    this.#options = options;
    this.stepsPerEpoch = this.#groups()
      .map((ranges) => Math.ceil(sizeOf(ranges) / options.batch))
      .reduce((sum, steps) => sum + steps, 0);
  }

  /** The pairs of a step, from 0. */
  pairsOf(step: number): readonly Pair[] {
    const epoch = Math.floor(step / this.stepsPerEpoch);
    const random = seededRandom(this.#options.seed).fork(`epoch-${epoch}`);
    const batches = this.#groups().flatMap((ranges, i) =>
      this.#batchesOf(ranges, random.fork(`group-${i}`)),
    );
    const order = random.fork('order').sample(batches.length, batches.length);
    const queries = batches[order[step % this.stepsPerEpoch]];
    const own = random.fork(`step-${step}`);
    return queries.map((query) => ({
      query,
      support: otherThan(query, this.#rangeOf(query), own),
      seed: own.below(2 ** 32),
    }));
  }

  /** Categories whose pictures may share a batch. */
  #groups(): readonly (readonly Range[])[] {
    return this.#options.batches === 'mixed' ? [this.#ranges] : this.#ranges.map((one) => [one]);
  }

  /** Each picture once, and some again where the last batch is not full. */
  #batchesOf(ranges: readonly Range[], random: Random): number[][] {
    const { batch } = this.#options;
    const all = ranges.flatMap(({ start, count }) =>
      Array.from({ length: count }, (_, i) => start + i),
    );
    const shuffled = random.sample(all.length, all.length).map((i) => all[i]);
    const batches = Array.from({ length: Math.ceil(all.length / batch) }, (_, i) =>
      shuffled.slice(i * batch, (i + 1) * batch),
    );
    const last = batches[batches.length - 1];
    while (last.length < batch) last.push(all[random.below(all.length)]);
    return batches;
  }

  #rangeOf(picture: number): Range {
    const range = this.#ranges.findLast(({ start }) => start <= picture);
    return range ?? this.#ranges[0];
  }
}

function otherThan(picture: number, { start, count }: Range, random: Random): number {
  const other = start + random.below(count - 1);
  return other < picture ? other : other + 1;
}

function sizeOf(ranges: readonly Range[]): number {
  return ranges.reduce((sum, { count }) => sum + count, 0);
}
