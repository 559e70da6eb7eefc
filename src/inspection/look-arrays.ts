/**
 * The array of a part file that says where a mask looks.
 *
 * @module
 */
import type { LookArea } from '../image/look-area.ts';
import type { LookAreaHeader } from './look-area-header.ts';
import type { NamedArray } from './part-container.ts';
import type { ArrayReader } from './view-arrays.ts';

/** Name of the array that says where a mask looks, a bit a pixel. */
const MASK = 'look/mask';

/** The arrays of what is looked at: one of a mask, the first pixel in the lowest bit, else none. */
export function lookArrays(area: LookArea | undefined): NamedArray[] {
  if (!area?.mask) return [];
  const { data } = area.mask;
  const bits = new Uint8Array(Math.ceil(data.length / 8));
  for (const [i, value] of data.entries()) if (value !== 0) bits[i >> 3] |= 1 << (i & 7);
  return [{ name: MASK, type: 'uint8', data: bits }];
}

/**
 * What is looked at, of a header and its arrays.
 *
 * @throws {@link PartError} if the mask is missing, or of another size.
 */
export function readLookArea({ mask, ...shapes }: LookAreaHeader, reader: ArrayReader): LookArea {
  if (mask === null) return { ...shapes, mask };
  const pixels = mask.width * mask.height;
  const bits = reader.take(MASK, Uint8Array, Math.ceil(pixels / 8));
  const data = Uint8Array.from({ length: pixels }, (_, i) => (bits[i >> 3] >> (i & 7)) & 1);
  return { ...shapes, mask: { ...mask, data } };
}
