/** The nearest of the bank rows offered so far, nearest first; of equally near ones, the lowest row. */
export class NearestList {
  /** Shape [K]; only the first that were offered count. */
  readonly distances: Float64Array;
  /** Rows of the bank, shape [K]. */
  readonly indices: Int32Array;
  #length = 0;

  /** @param capacity - How many rows it keeps, K. */
  constructor(capacity: number) {
    this.distances = new Float64Array(capacity);
    this.indices = new Int32Array(capacity);
  }

  /** Forgets all rows. */
  clear(): void {
    this.#length = 0;
  }

  /** Puts a row in its place, unless K rows are nearer. */
  offer(distance: number, index: number): void {
    const { distances, indices } = this;
    let at = this.#length;
    if (at === indices.length) {
      if (!this.#isBefore(distance, index, at - 1)) return;
      at--;
    } else this.#length++;
    for (; at > 0 && this.#isBefore(distance, index, at - 1); at--) {
      distances[at] = distances[at - 1];
      indices[at] = indices[at - 1];
    }
    distances[at] = distance;
    indices[at] = index;
  }

  /** Distances of a query that holds a NaN are all NaN: its rows stand in their own order. */
  #isBefore(distance: number, index: number, i: number): boolean {
    if (distance !== this.distances[i] && !Number.isNaN(distance))
      return distance < this.distances[i];
    return index < this.indices[i];
  }
}
