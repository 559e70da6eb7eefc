/** IEEE 754 half precision as bit patterns, since Node 20 has no Float16Array. */

/** Largest finite half-precision number. */
export const FLOAT16_MAX = 65504;

/** Adding and taking away this rounds a double below 2^51 to an integer, ties to even. */
const ROUNDING = 1.5 * 2 ** 52;

/** Bits in single precision of every half-precision number, by its own; made when first asked for. */
let widened: Uint32Array | undefined;

/**
 * Rounds to half precision, ties to even; beyond ±65504 becomes infinite.
 *
 * @param values - Shape [N].
 * @returns Bit patterns, shape [N].
 */
export function encodeFloat16(values: Float32Array): Uint16Array {
  const patterns = new Uint16Array(values.length);
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < values.length; i++) {
    const sign = (bits[i] >>> 16) & 0x8000;
    patterns[i] = sign | encodeMagnitude(bits[i] & 0x7fffffff, Math.abs(values[i]));
  }
  return patterns;
}

/**
 * Widens half precision, exactly.
 *
 * @param patterns - Bit patterns, shape [N].
 * @returns Shape [N].
 */
export function decodeFloat16(patterns: Uint16Array): Float32Array {
  widened ??= allWidened();
  const bits = new Uint32Array(patterns.length);
  widenInto(bits, patterns, widened);
  return new Float32Array(bits.buffer);
}

/** Bits are copied, which takes no arithmetic; a function for the loop alone, so that it is compiled early. */
function widenInto(bits: Uint32Array, patterns: Uint16Array, table: Uint32Array): void {
  for (let i = 0; i < patterns.length; i++) bits[i] = table[patterns[i]];
}

function allWidened(): Uint32Array {
  const values = new Float32Array(2 ** 16);
  for (let pattern = 0; pattern < values.length; pattern++) values[pattern] = decode(pattern);
  return new Uint32Array(values.buffer);
}

/** @param bits - Of the magnitude in single precision. */
function encodeMagnitude(bits: number, magnitude: number): number {
  if (bits > 0x7f800000) return 0x7e00; // NaN
  if (bits >= 0x477ff000) return 0x7c00; // from 65520 on, halfway above the largest
  if (bits < 0x38800000) return magnitude * 2 ** 24 + ROUNDING - ROUNDING; // below 2^-14: units of 2^-24
  // Half a unit of the bits that are cut off, a little less where the last kept bit is even.
  return (bits + 0xfff + ((bits >>> 13) & 1) - 0x38000000) >>> 13;
}

function decode(pattern: number): number {
  const exponent = (pattern >>> 10) & 0x1f;
  const fraction = pattern & 0x3ff;
  const sign = pattern & 0x8000 ? -1 : 1;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}
