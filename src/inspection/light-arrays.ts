/**
 * The array of a part file that holds its flat field.
 *
 * @module
 */
import type { LightCorrection } from '../image/light.ts';
import type { LightHeader } from './light-header.ts';
import type { NamedArray } from './part-container.ts';
import type { ArrayReader } from './view-arrays.ts';

/** Name of the array of a flat field. */
const FLAT = 'light/flat';

/** The arrays of a correction of light: one of a flat field, else none. */
export function lightArrays(light: LightCorrection | undefined): NamedArray[] {
  return light?.flat ? [{ name: FLAT, type: 'uint8', data: light.flat.data }] : [];
}

/**
 * A correction of light, of a header and its arrays.
 *
 * @throws {@link PartError} if the flat field is missing, or of another size.
 */
export function readLight({ change, flat }: LightHeader, reader: ArrayReader): LightCorrection {
  if (flat === null) return { change, flat };
  const data = reader.take(FLAT, Uint8Array, flat.width * flat.height * 3);
  return { change, flat: { ...flat, data } };
}
