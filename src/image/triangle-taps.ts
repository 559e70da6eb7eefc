/** The triangle filter of Pillow's BILINEAR (src/libImaging/Resample.c), as weights in fixed point. */

/** Fraction bits of a weight, as in Pillow: 32 less 8 of the value and 2 spare. */
export const PRECISION_BITS = 22;

/** The weighted inputs of each output: output i reads `count[i]` inputs from `first[i]` on. */
export interface Taps {
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** Fixed point; those of output i start at i · stride. */
  readonly weights: Int32Array;
  readonly stride: number;
}

/**
 * What each of `to` outputs along an axis reads of `from` inputs: a triangle as wide as the reduction,
 * and of one input's width to either side in an enlargement.
 */
export function triangleTaps(from: number, to: number): Taps {
  const scale = from / to;
  const support = Math.max(scale, 1);
  const stride = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(to);
  const count = new Int32Array(to);
  const weights = new Int32Array(to * stride);
  const real = new Float64Array(stride);

  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale;
    first[i] = Math.max(Math.trunc(centre - support + 0.5), 0);
    count[i] = Math.min(Math.trunc(centre + support + 0.5), from) - first[i];
    let sum = 0;
    for (let t = 0; t < count[i]; t++) {
      // The order of operations is Pillow's: another one rounds differently.
      real[t] = Math.max(1 - Math.abs((t + first[i] - centre + 0.5) * (1 / support)), 0);
      sum += real[t];
    }
    for (let t = 0; t < count[i]; t++) {
      weights[i * stride + t] = Math.trunc(0.5 + (real[t] / sum) * (1 << PRECISION_BITS));
    }
  }
  return { first, count, weights, stride };
}
