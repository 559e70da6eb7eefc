/** IEEE 754 half precision as bit patterns, since Node 20 has no Float16Array. */

/** Largest finite half-precision number. */
export const FLOAT16_MAX = 65504;

/**
 * How single precision becomes half, by its sign and exponent: the pattern to begin with, and by how
 * many bits the fraction, its leading one included, is cut. Tables in place of branches, which values
 * of features take at random (two thirds of the time, measured).
 */
interface Narrowing {
  readonly begin: Uint16Array;
  readonly leading: Int32Array;
  readonly cut: Uint8Array;
}

/** Made when it is first asked for. */
let narrowing: Narrowing | undefined;

/** Bits in single precision of every half-precision number, by its own; made when first asked for. */
let widened: Uint32Array | undefined;

/**
 * Rounds to half precision, ties to even; beyond ±65504 becomes infinite.
 *
 * @param values - Shape [N].
 * @returns Bit patterns, shape [N].
 */
export function encodeFloat16(values: Float32Array): Uint16Array {
  narrowing ??= narrowingTables();
  const { begin, leading, cut } = narrowing;
  const patterns = new Uint16Array(values.length);
  const all = new Int32Array(values.buffer, values.byteOffset, values.length);
  for (let i = 0; i < all.length; i++) {
    const bits = all[i];
    const exponent = bits >>> 23;
    const fraction = (bits & 0x7fffff) | leading[exponent];
    const away = cut[exponent];
    // Half a unit of the bits that are cut off, a little less where the last kept bit is even.
    const half = (1 << (away - 1)) - 1 + ((fraction >> away) & 1);
    const isNaN = (bits & 0x7fffffff) > 0x7f800000;
    patterns[i] = isNaN ? begin[exponent] | 0x200 : begin[exponent] + ((fraction + half) >> away);
  }
  return patterns;
}

/**
 * Widens half precision, exactly.
 *
 * @param patterns - Bit patterns, shape [N].
 * @param into - Where the values go, shape [N]; a new array by default.
 * @returns Shape [N].
 */
export function decodeFloat16(
  patterns: Uint16Array,
  into: Float32Array = new Float32Array(patterns.length),
): Float32Array {
  widened ??= allWidened();
  widenInto(new Uint32Array(into.buffer, into.byteOffset, into.length), patterns, widened);
  return into;
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

function narrowingTables(): Narrowing {
  const [begin, leading, cut] = [new Uint16Array(512), new Int32Array(512), new Uint8Array(512)];
  for (let i = 0; i < 512; i++) {
    const [sign, exponent] = [(i >>> 8) << 15, i & 0xff];
    const isNormal = exponent >= 113 && exponent <= 142;
    const isSmall = exponent >= 102 && exponent < 113; // below 2^-14: units of 2^-24
    // Of numbers too small nothing is left, of those too large infinity.
    begin[i] = sign + (isNormal ? (exponent - 112) << 10 : exponent > 142 ? 0x7c00 : 0);
    leading[i] = isSmall ? 0x800000 : 0;
    cut[i] = isNormal ? 13 : isSmall ? 126 - exponent : 31;
  }
  return { begin, leading, cut };
}

function decode(pattern: number): number {
  const exponent = (pattern >>> 10) & 0x1f;
  const fraction = pattern & 0x3ff;
  const sign = pattern & 0x8000 ? -1 : 1;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}
