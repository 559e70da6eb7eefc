/**
 * How far each pixel of a mask is from what is not of it.
 *
 * @module
 */

/**
 * Squared Euclidean distance of each pixel to the nearest pixel that is zero; what lies beyond the edges is zero
 * too. Lower envelopes of parabolas, rows before columns (Felzenszwalb and Huttenlocher, Theory of
 * Computing 8, 2012).
 *
 * @param mask - Shape [height, width].
 * @returns Pixels squared, shape [height, width].
 */
export function squaredDistances(mask: Uint8Array, width: number, height: number): Float64Array {
  // A frame of zeros stands for what lies beyond.
  const [columns, rows] = [width + 2, height + 2];
  const padded = new Float64Array(columns * rows);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (mask[y * width + x] !== 0) padded[(y + 1) * columns + x + 1] = FAR;
    }
  }
  for (let y = 0; y < rows; y++) envelope(padded, { start: y * columns, step: 1, length: columns });
  for (let x = 0; x < columns; x++) envelope(padded, { start: x, step: columns, length: rows });
  const result = new Float64Array(width * height);
  for (let y = 0; y < height; y++) {
    const start = (y + 1) * columns + 1;
    result.set(padded.subarray(start, start + width), y * width);
  }
  return result;
}

/** Beyond every distance within a picture, and small enough to be exact. */
const FAR = 1e12;

interface Line {
  readonly start: number;
  readonly step: number;
  readonly length: number;
}

/** Replaces the values of a line by the least of all parabolas that stand on them. */
function envelope(values: Float64Array, { start, step, length }: Line): void {
  const heights = Float64Array.from({ length }, (_, i) => values[start + i * step]);
  const roots = new Int32Array(length);
  const bounds = new Float64Array(length + 1);
  let last = 0;
  bounds[0] = -Infinity;
  bounds[1] = Infinity;
  for (let q = 1; q < length; q++) {
    let from = crossing(heights, roots[last], q);
    while (from <= bounds[last]) from = crossing(heights, roots[--last], q);
    roots[++last] = q;
    bounds[last] = from;
    bounds[last + 1] = Infinity;
  }
  for (let q = 0, k = 0; q < length; q++) {
    while (bounds[k + 1] < q) k++;
    values[start + q * step] = (q - roots[k]) ** 2 + heights[roots[k]];
  }
}

/** Where the parabola on `q` begins to lie below that on `p`. */
function crossing(heights: Float64Array, p: number, q: number): number {
  return (heights[q] + q * q - heights[p] - p * p) / (2 * (q - p));
}
