import { ArgumentRangeError, ShapeError } from '../errors.ts';
import { connectedComponents } from '../image/components.ts';
import type { RankedRegions } from './region-overlap.ts';
import { assertBothClasses, assertFinite } from './ranked-scores.ts';

/** MVTec's evaluation labels defects with a structure of 3×3 ones. */
const CONNECTIVITY = 8;

/**
 * Collects the anomaly maps of a category's test pictures for exact pixel metrics, each score held
 * once: normal pixels fill one array from its front, anomalous ones from its back, region by region.
 */
export class PixelScores {
  readonly #scores: Float32Array;
  /** Pixels of each ground-truth region, in the order they were added. */
  readonly #areas: number[] = [];
  #normal = 0;
  #anomalous = 0;

  /**
   * @param capacity - Most pixels it will hold; 4 bytes each.
   * @throws {@link ArgumentRangeError} if `capacity` is not a positive integer.
   */
  constructor(capacity: number) {
    if (!Number.isInteger(capacity) || capacity <= 0) {
      throw new ArgumentRangeError('capacity', capacity, 'a positive integer');
    }
    this.#scores = new Float32Array(capacity);
  }

  /**
   * Adds a picture.
   *
   * @param map - Anomaly scores, shape [height, width].
   * @param width - Of the map, pixels.
   * @param mask - Non-zero where the picture is defective, shape [height, width]; none for a good one.
   * @param looked - Non-zero for the pixels that count, shape [height, width]; none for all of them.
   * @throws {@link ShapeError} if map, width and masks do not fit, or the capacity is exceeded.
   * @throws {@link MetricError} if a score is not finite.
   */
  add(map: Float32Array, width: number, mask?: Uint8Array, looked?: Uint8Array | null): void {
    this.#check(map, width, [mask, looked]);
    if (mask === undefined) {
      const counted = looked ? map.filter((_, i) => looked[i] !== 0) : map;
      this.#scores.set(counted, this.#normal);
      this.#normal += counted.length;
      return;
    }
    const { labels, components } = connectedComponents(
      looked ? mask.map((value, i) => (looked[i] === 0 ? 0 : value)) : mask,
      width,
      map.length / width,
      CONNECTIVITY,
    );
    // Where the next score of each region goes, counting down from the back.
    let back = this.#scores.length - this.#anomalous;
    const next = components.map(({ area }) => {
      back -= area;
      return back + area;
    });
    for (let i = 0; i < map.length; i++) {
      if (looked?.[i] === 0) continue;
      if (labels[i] === 0) this.#scores[this.#normal++] = map[i];
      else this.#scores[--next[labels[i] - 1]] = map[i];
    }
    for (const { area } of components) this.#areas.push(area);
    this.#anomalous = this.#scores.length - back;
  }

  /**
   * The scores in order, for the metrics of this folder. Sorts the normal pixels in place: the
   * result is a view, good until the next `add`.
   *
   * @throws {@link MetricError} if no pixel is normal or none is anomalous.
   */
  ranked(): RankedRegions {
    assertBothClasses(this.#normal, this.#anomalous);
    const normal = this.#scores.subarray(0, this.#normal);
    normal.sort();
    const scores = this.#scores.subarray(this.#scores.length - this.#anomalous);
    const weights = this.#regionWeights();
    const order = Uint32Array.from(scores.keys());
    order.sort((a, b) => scores[a] - scores[b]);
    const anomalous = new Float32Array(order.length);
    const overlap = new Float64Array(order.length);
    for (let i = 0; i < order.length; i++) {
      anomalous[i] = scores[order[i]];
      overlap[i] = weights[order[i]];
    }
    return { normal, anomalous, overlap };
  }

  /** 1 / (regions · area of its region) for each anomalous pixel from the front of the back part. */
  #regionWeights(): Float64Array {
    const weights = new Float64Array(this.#anomalous);
    let end = weights.length;
    for (const area of this.#areas) {
      weights.fill(1 / (this.#areas.length * area), end - area, end);
      end -= area;
    }
    return weights;
  }

  #check(
    map: Float32Array,
    width: number,
    masks: readonly (Uint8Array | null | undefined)[],
  ): void {
    if (map.length === 0 || !Number.isInteger(map.length / width)) {
      throw new ShapeError('an anomaly map', [map.length], `rows of ${width} pixels`);
    }
    const other = masks.find((mask) => mask && mask.length !== map.length);
    if (other) {
      throw new ShapeError('a mask', [other.length], `the ${map.length} pixels of its map`);
    }
    const count = this.#normal + this.#anomalous;
    if (count + map.length > this.#scores.length) {
      throw new ShapeError(
        'an anomaly map',
        [map.length],
        `at most ${this.#scores.length - count} more pixels`,
      );
    }
    for (const score of map) assertFinite(score);
  }
}
