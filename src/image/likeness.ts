import { NEAR_COPY } from '../hyperparameters.ts';

const { side: SIDE, smoothing: PASSES, border: BORDER } = NEAR_COPY;

/**
 * Tells near copies: pictures of the same thing at nearly the same moment, such as frames of a burst,
 * a file saved again, or a picture moved by a pixel or two.
 *
 * What such copies may differ in is taken away before the rest is measured: light (one factor and one
 * offset) and place (a shift, by Taylor's series up to its second order, about one pixel of the
 * thumbnail each way). What is left differs between two parts, however alike, by their grain, their
 * reflections and how they lie. A copy that is turned, mirrored or scaled is none for it.
 */
export class Likeness {
  /** The smoothed thumbnail without its border. */
  readonly #values: Float64Array;
  /** Standard deviation of the values, levels of 255. */
  readonly #contrast: number;
  /** What a copy may be made of, orthonormal: a constant, the picture itself, its derivatives. */
  readonly #basis: readonly Float64Array[];

  /** @param thumbnail - Of `thumbnailOf()`, shape [64, 64]. */
  constructor(thumbnail: Uint8Array) {
    const smooth = smoothed(thumbnail);
    const fields = fieldsOf(smooth);
    [, this.#values] = fields;
    this.#basis = orthonormalBasis(fields);
    const [mean] = this.#basis;
    const along = dot(mean, this.#values);
    const variance = (dot(this.#values, this.#values) - along * along) / this.#values.length;
    this.#contrast = Math.sqrt(Math.max(variance, 0));
  }

  /** How much two pictures differ when light and place do not count, levels of 255; symmetric. */
  distanceTo(other: Likeness): number {
    return Math.max(this.#residualOf(other), other.#residualOf(this));
  }

  /** Whether one picture is a near copy of the other. */
  isCopyOf(other: Likeness): boolean {
    const contrast = Math.min(this.#contrast, other.#contrast);
    const limit = Math.min(NEAR_COPY.tolerance, NEAR_COPY.shareOfContrast * contrast);
    return this.#residualOf(other) < limit && other.#residualOf(this) < limit;
  }

  /** What of another picture this one cannot explain, root of the mean square. */
  #residualOf(other: Likeness): number {
    const values = other.#values;
    let rest = dot(values, values);
    for (const [k, direction] of this.#basis.entries()) {
      const along = dot(direction, values);
      // The negative of a picture is no copy of it.
      if (k === 1 && along < 0) continue;
      rest -= along * along;
    }
    return Math.sqrt(Math.max(rest, 0) / values.length);
  }
}

/** A binomial filter, of standard deviation √(passes / 2); edges repeat. */
function smoothed(thumbnail: Uint8Array): Float64Array {
  let values = Float64Array.from(thumbnail);
  for (let pass = 0; pass < PASSES; pass++) {
    for (const [step, across] of [
      [1, SIDE],
      [SIDE, 1],
    ]) {
      const next = new Float64Array(values.length);
      for (let line = 0; line < SIDE; line++) {
        for (let k = 0, at = line * across; k < SIDE; k++, at += step) {
          const before = values[k > 0 ? at - step : at];
          const after = values[k < SIDE - 1 ? at + step : at];
          next[at] = (before + 2 * values[at] + after) / 4;
        }
      }
      values = next;
    }
  }
  return values;
}

/** One, the picture, and its first and second differences, each without the border. */
function fieldsOf(p: Float64Array): [Float64Array, Float64Array, ...Float64Array[]] {
  const inner = SIDE - 2 * BORDER;
  const field = (): Float64Array => new Float64Array(inner * inner);
  const [one, own, right, down, acrossRight, acrossDown, diagonal] = [
    field().fill(1),
    field(),
    field(),
    field(),
    field(),
    field(),
    field(),
  ];
  for (let y = 0, o = 0; y < inner; y++) {
    for (let x = 0, i = (y + BORDER) * SIDE + BORDER; x < inner; x++, i++, o++) {
      own[o] = p[i];
      right[o] = p[i + 1] - p[i - 1];
      down[o] = p[i + SIDE] - p[i - SIDE];
      acrossRight[o] = p[i + 1] - 2 * p[i] + p[i - 1];
      acrossDown[o] = p[i + SIDE] - 2 * p[i] + p[i - SIDE];
      diagonal[o] = p[i + SIDE + 1] + p[i - SIDE - 1] - p[i + SIDE - 1] - p[i - SIDE + 1];
    }
  }
  return [one, own, right, down, acrossRight, acrossDown, diagonal];
}

/** Gram and Schmidt's; a field that those before it make up becomes zeros, which explain nothing. */
function orthonormalBasis(fields: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const field of fields) {
    const rest = field.slice();
    // Twice: what rounding leaves of the first pass, the second takes.
    for (const direction of [...basis, ...basis]) {
      const along = dot(direction, rest);
      for (let i = 0; i < rest.length; i++) rest[i] -= along * direction[i];
    }
    const length = Math.sqrt(dot(rest, rest));
    const scale = length > 1e-6 * Math.sqrt(rest.length) ? 1 / length : 0;
    for (let i = 0; i < rest.length; i++) rest[i] *= scale;
    basis.push(rest);
  }
  return basis;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
