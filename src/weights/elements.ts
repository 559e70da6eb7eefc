import { decodeFloat16 } from '../tensor/float16.ts';

/** Element types of stored arrays, by their names in safetensors. */
export type ElementType = 'F32' | 'F64' | 'F16' | 'BF16' | 'I64';

/** Bytes of one element. */
export const ELEMENT_BYTES: Readonly<Record<ElementType, number>> = {
  F32: 4,
  F64: 8,
  F16: 2,
  BF16: 2,
  I64: 8,
};

/**
 * Stored elements as float32, rounded where float32 is narrower (counters above 2^24, doubles).
 *
 * @param bytes - Little-endian elements, shape [N · size of one].
 * @returns A copy, shape [N].
 */
export function decodeElements(bytes: Uint8Array, type: ElementType): Float32Array {
  const { buffer } = Uint8Array.from(bytes); // typed arrays need aligned memory
  return DECODERS[type](buffer);
}

const DECODERS: Readonly<Record<ElementType, (buffer: ArrayBuffer) => Float32Array>> = {
  F32: (buffer) => new Float32Array(buffer),
  F64: (buffer) => Float32Array.from(new Float64Array(buffer)),
  F16: (buffer) => decodeFloat16(new Uint16Array(buffer)),
  // The upper half of a float32.
  BF16: (buffer) =>
    new Float32Array(Uint32Array.from(new Uint16Array(buffer), (half) => half << 16).buffer),
  I64: (buffer) => Float32Array.from(new BigInt64Array(buffer), Number),
};
