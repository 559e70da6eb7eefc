/** Where greedy k-center starts from, and how far it goes. */
export interface FarthestOptions {
  /** Squared distance of each row to the centres there are, Infinity without any, shape [N]; written over. */
  readonly distances: Float64Array;
  /** The first row. */
  readonly start: number;
  /** Most rows to choose, from 1 to N. */
  readonly size: number;
  /** Ends before a row that is no farther than this, but not before the first. */
  readonly floor?: number;
}

/** Rows in order of selection, and the one that is farthest from all of them. */
interface FarthestRows {
  readonly indices: number[];
  readonly farthest: number;
}

/**
 * Chooses rows by greedy k-center: the next one is always the row farthest from all before; of equally
 * far ones, the first.
 *
 * @param products - Of each row with each, shape [N, N].
 */
export function chooseFarthest(
  products: Float32Array,
  { distances, start, size, floor = -Infinity }: FarthestOptions,
): FarthestRows {
  const rows = distances.length;
  const norms = Float32Array.from(distances, (_, r) => products[r * rows + r]);
  const indices: number[] = [];
  let next = start;
  for (let largest = Infinity; indices.length < size && largest > floor;) {
    indices.push(next);
    const norm = norms[next];
    const at = next * rows;
    distances[next] = -Infinity; // not the farthest again, even where all rows are equal
    largest = -Infinity;
    for (let r = 0; r < rows; r++) {
      const distance = norm + norms[r] - 2 * products[at + r];
      let nearest = distances[r];
      if (distance < nearest) {
        nearest = distance;
        distances[r] = distance;
      }
      if (nearest > largest) {
        largest = nearest;
        next = r;
      }
    }
  }
  return { indices, farthest: next };
}
