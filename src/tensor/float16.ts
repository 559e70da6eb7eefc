/** IEEE 754 half precision as bit patterns, since Node 20 has no Float16Array. */

/** Largest finite half-precision number. */
export const FLOAT16_MAX = 65504;

const scratch = new Float32Array(1);
const bits = new Uint32Array(scratch.buffer);

/**
 * Rounds to half precision, ties to even; beyond ±65504 becomes infinite.
 *
 * @param values - Shape [N].
 * @returns Bit patterns, shape [N].
 */
export function encodeFloat16(values: Float32Array): Uint16Array {
  return Uint16Array.from(values, encode);
}

/**
 * Widens half precision, exactly.
 *
 * @param patterns - Bit patterns, shape [N].
 * @returns Shape [N].
 */
export function decodeFloat16(patterns: Uint16Array): Float32Array {
  return Float32Array.from(patterns, decode);
}

function encode(value: number): number {
  scratch[0] = value;
  const sign = (bits[0] >>> 16) & 0x8000;
  const magnitude = Math.abs(scratch[0]);
  if (Number.isNaN(magnitude)) return sign | 0x7e00;
  if (magnitude >= 65520) return sign | 0x7c00; // halfway above the largest, 65504
  // The unit in the last place: 2^-24 below the smallest normal number, 2^(e-10) above.
  const exponent = Math.max((bits[0] & 0x7fffffff) >>> 23, 113) - 127;
  const units = roundToEven(magnitude * 2 ** (10 - exponent));
  return sign | (((exponent + 14) << 10) + units);
}

function decode(pattern: number): number {
  const exponent = (pattern >>> 10) & 0x1f;
  const fraction = pattern & 0x3ff;
  const sign = pattern & 0x8000 ? -1 : 1;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

function roundToEven(x: number): number {
  const floor = Math.floor(x);
  const fraction = x - floor;
  return fraction > 0.5 || (fraction === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
