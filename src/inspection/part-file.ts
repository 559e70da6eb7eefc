import { NEAR_COPY } from '../hyperparameters.ts';
import { decodeFloat16, encodeFloat16 } from '../tensor/float16.ts';
import type { ConfirmedPicture, Copies, LevelBank, Part, SupportPicture } from './part.ts';
import {
  damagedPart,
  type NamedArray,
  packPart,
  type StoredArray,
  unpackPart,
} from './part-container.ts';
import { type CopiesHeader, readHeader, toHeader } from './part-header.ts';

/**
 * Serialises a part; the same part gives the same bytes.
 *
 * @returns Bytes of shape [file size].
 */
export function encodePart(part: Part): Uint8Array {
  const { storage } = part.settings;
  const arrays: NamedArray[] = [];
  for (const [k, { image }] of part.support.entries()) {
    arrays.push({ name: `support/${k}`, type: 'uint8', data: image.data });
  }
  for (const [k, { thumbnail }] of part.calibration.confirmed.entries()) {
    if (thumbnail === null) continue;
    arrays.push({ name: `confirmed/${k}`, type: 'uint8', data: thumbnail });
  }
  for (const [l, level] of part.banks.entries()) {
    const { data } = level.bank;
    const values = storage === 'float16' ? encodeFloat16(data) : data;
    arrays.push({ name: `banks/${l}/features`, type: storage, data: values });
    arrays.push({ name: `banks/${l}/pictures`, type: 'uint16', data: level.pictures });
    arrays.push({ name: `banks/${l}/augmentations`, type: 'uint16', data: level.augmentations });
    arrays.push({ name: `banks/${l}/positions`, type: 'uint32', data: level.positions });
  }
  if (part.copies) {
    const { features, pictures, augmentations, posed } = part.copies;
    arrays.push({ name: 'copies/features', type: 'float16', data: encodeFloat16(features.data) });
    arrays.push({ name: 'copies/pictures', type: 'uint16', data: pictures });
    arrays.push({ name: 'copies/augmentations', type: 'uint16', data: augmentations });
    arrays.push({ name: 'copies/posed', type: 'uint8', data: posed });
  }
  return packPart(toHeader(part), arrays);
}

/**
 * Reads a part file of this or an earlier version, checking every byte by its hash and every field by
 * the schema.
 *
 * @param bytes - Content of the file, shape [file size].
 * @param name - Of the file, for messages.
 * @throws {@link PartError} if it is not a part file, of a newer version, or damaged.
 */
export function decodePart(bytes: Uint8Array, name: string): Part {
  const content = unpackPart(bytes, name);
  const { settings, support, banks, copies, calibration, ...header } = readHeader(
    content.header,
    name,
  );
  const take = <T extends StoredArray>(key: string, type: new (length: number) => T): T => {
    const array = content.arrays.get(key);
    if (array instanceof type) return array;
    throw damagedPart(name, `its array ${key} is missing or of another type`);
  };
  return {
    ...header,
    settings,
    calibration: {
      ...calibration,
      confirmed: calibration.confirmed.map((picture, k): ConfirmedPicture => {
        const key = `confirmed/${k}`;
        if (!content.arrays.has(key)) return { ...picture, thumbnail: null };
        const thumbnail = take(key, Uint8Array);
        assertLength(name, key, thumbnail, NEAR_COPY.side ** 2);
        return { ...picture, thumbnail };
      }),
    },
    support: support.map((picture, k): SupportPicture => {
      const data = take(`support/${k}`, Uint8Array);
      assertLength(name, `support/${k}`, data, settings.size ** 2 * 3);
      return { ...picture, image: { data, width: settings.size, height: settings.size } };
    }),
    banks: banks.map(({ rows, width, ...level }, l): LevelBank => {
      const features = content.arrays.get(`banks/${l}/features`);
      const data =
        features instanceof Uint16Array
          ? decodeFloat16(features)
          : take(`banks/${l}/features`, Float32Array);
      assertLength(name, `banks/${l}/features`, data, rows * width);
      const pictures = take(`banks/${l}/pictures`, Uint16Array);
      const augmentations = take(`banks/${l}/augmentations`, Uint16Array);
      const positions = take(`banks/${l}/positions`, Uint32Array);
      for (const array of [pictures, augmentations, positions])
        assertLength(name, `banks/${l}`, array, rows);
      const bank = { data, rows, cols: width };
      return { ...level, bank, pictures, augmentations, positions };
    }),
    copies: copies && readCopies(copies),
  };

  function readCopies({ copies: count, width, gridHeight, gridWidth }: CopiesHeader): Copies {
    const data = decodeFloat16(take('copies/features', Uint16Array));
    const rows = count * gridHeight * gridWidth;
    assertLength(name, 'copies/features', data, rows * width);
    const pictures = take('copies/pictures', Uint16Array);
    const augmentations = take('copies/augmentations', Uint16Array);
    const posed = take('copies/posed', Uint8Array);
    for (const array of [pictures, augmentations, posed])
      assertLength(name, 'copies', array, count);
    const features = { data, rows, cols: width };
    return { features, pictures, augmentations, posed, gridHeight, gridWidth };
  }
}

function assertLength(name: string, key: string, array: StoredArray, length: number): void {
  if (array.length === length) return;
  throw damagedPart(name, `its array ${key} has ${array.length} values instead of ${length}`);
}
