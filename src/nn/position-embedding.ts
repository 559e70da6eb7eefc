/**
 * Position embeddings of a vision transformer at another size than it was trained at, as PyTorch's
 * `interpolate(mode='bicubic', align_corners=False)` makes them of the trained ones.
 *
 * @module
 */

/** How the authors of a network interpolate its position embeddings. */
export interface GridInterpolation {
  /**
   * Added to the wanted side before the scale is computed. DINO added 0.1 against rounding, which
   * moves all positions a little, and DINOv2 kept it (their `interpolate_pos_encoding`).
   */
  readonly offset: number;
  /** Widen the kernel when the grid shrinks, so that every trained position counts. */
  readonly antialias: boolean;
}

/** Sides of the square grids, and the width of an embedding. */
export interface GridSizes {
  /** Side of the grid that was trained. */
  readonly from: number;
  /** Wanted side. */
  readonly to: number;
  /** Elements of an embedding, C. */
  readonly width: number;
}

/** Free parameter of Keys' kernel: PyTorch's −0.75, and Pillow's −0.5 where it antialiases. */
const SHARPNESS = { plain: -0.75, antialiased: -0.5 } as const;

/** Positions to each side that the kernel reaches. */
const REACH = 2;

/**
 * Interpolates a grid of embeddings; one of the wanted side is returned as it is.
 *
 * @param grid - Row by row, shape [from², C].
 * @returns Shape [to², C].
 */
export function interpolatePositions(
  grid: Float32Array,
  { from, to, width }: GridSizes,
  how: GridInterpolation,
): Float32Array {
  if (from === to) return grid;
  const taps = how.antialias ? antialiasedTaps(from, to) : plainTaps(from, to, how.offset);
  const rows = new Float64Array(to * from * width); // down first: [to, from · C]
  combine(grid, taps, rows, from * width);
  const result = new Float64Array(to * to * width);
  const pitch = from * width;
  for (let y = 0; y < to; y++) {
    const row = rows.subarray(y * pitch, (y + 1) * pitch);
    combine(row, taps, result.subarray(y * to * width, (y + 1) * to * width), width);
  }
  return Float32Array.from(result);
}

/** Shares of each trained position in each wanted one, shape [to, from]. */
type Taps = readonly Float64Array[];

/** Writes each wanted piece of `size` elements as the weighted sum of the pieces of `values`. */
function combine(values: ArrayLike<number>, taps: Taps, target: Float64Array, size: number): void {
  for (const [i, shares] of taps.entries()) {
    for (const [j, share] of shares.entries()) {
      if (share === 0) continue;
      for (let c = 0; c < size; c++) target[i * size + c] += share * values[j * size + c];
    }
  }
}

/** Four taps about each position; beyond the border stands the border. */
function plainTaps(from: number, to: number, offset: number): Taps {
  const step = from / (to + offset);
  return Array.from({ length: to }, (_, i) => {
    const centre = step * (i + 0.5) - 0.5;
    const first = Math.floor(centre) - 1;
    const shares = new Float64Array(from);
    for (let j = first; j < first + 2 * REACH; j++) {
      const inside = Math.min(Math.max(j, 0), from - 1);
      shares[inside] += cubic(j - centre, SHARPNESS.plain);
    }
    return shares;
  });
}

/** A kernel as wide as the step, cut off at the border and made to add up to 1. */
function antialiasedTaps(from: number, to: number): Taps {
  const step = from / to;
  const stretch = Math.max(step, 1);
  return Array.from({ length: to }, (_, i) => {
    const centre = step * (i + 0.5);
    const start = Math.max(Math.trunc(centre - REACH * stretch + 0.5), 0);
    const end = Math.min(Math.trunc(centre + REACH * stretch + 0.5), from);
    const shares = new Float64Array(from);
    for (let j = start; j < end; j++) {
      shares[j] = cubic((j + 0.5 - centre) / stretch, SHARPNESS.antialiased);
    }
    const total = shares.reduce((sum, share) => sum + share, 0);
    return shares.map((share) => share / total);
  });
}

/** Keys' cubic convolution kernel (IEEE Transactions on Acoustics 29, 1981, equation 15), with its parameter free. */
function cubic(distance: number, a: number): number {
  const x = Math.abs(distance);
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < REACH ? (((x - 5) * x + 8) * x - 4) * a : 0;
}
