import { NEAR_COPY } from '../hyperparameters.ts';
import type { Sha256 } from '../sha256.ts';
import { squareSide } from './feature-options.ts';
import { lightArrays, readLight } from './light-arrays.ts';
import { lookArrays, readLookArea } from './look-arrays.ts';
import type { ConfirmedPicture, Part, SupportPicture } from './part.ts';
import { type NamedArray, packPart, unpackPart } from './part-container.ts';
import { type PartHeader, readHeader, toHeader } from './part-header.ts';
import { ArrayReader, companionPrefix, readView, viewArrays } from './view-arrays.ts';

/** What the names of the arrays of a further kind begin with. */
function kindPrefix(number: number): string {
  return `kinds/${number}/`;
}

/**
 * Serialises a part; the same part gives the same bytes.
 *
 * @param sha256 - Of the platform, where it has one.
 * @returns Bytes of shape [file size].
 */
export function encodePart(part: Part, sha256?: Sha256): Uint8Array {
  return packPart(toHeader(part), arraysOf(part), sha256);
}

/** Those of further kinds behind a prefix each. */
function arraysOf(part: Part): NamedArray[] {
  const arrays: NamedArray[] = [];
  for (const [k, { image }] of part.support.entries()) {
    arrays.push({ name: `support/${k}`, type: 'uint8', data: image.data });
  }
  for (const [k, { thumbnail }] of part.calibration.confirmed.entries()) {
    if (thumbnail === null) continue;
    arrays.push({ name: `confirmed/${k}`, type: 'uint8', data: thumbnail });
  }
  arrays.push(...lookArrays(part.lookArea), ...lightArrays(part.light));
  const companions = part.companions.flatMap((view, n) => viewArrays(view, companionPrefix(n)));
  const kinds = (part.kinds ?? []).flatMap((kind, n) =>
    arraysOf(kind).map((array) => ({ ...array, name: `${kindPrefix(n)}${array.name}` })),
  );
  return [...arrays, ...viewArrays(part), ...companions, ...kinds];
}

/**
 * Reads a part file of this or an earlier version, checking every byte by its hash and every field by
 * the schema.
 *
 * @param bytes - Content of the file, shape [file size]; arrays of the part are views of it where they
 *   can be, so it must not change any more.
 * @param name - Of the file, for messages.
 * @param sha256 - Of the platform, where it has one.
 * @throws {@link PartError} if it is not a part file, of a newer version, or damaged.
 */
export function decodePart(bytes: Uint8Array, name: string, sha256?: Sha256): Part {
  const content = unpackPart(bytes, name, sha256);
  return readPart(readHeader(content.header, name), new ArrayReader(content.arrays, name));
}

function readPart(header: PartHeader, reader: ArrayReader): Part {
  const { settings, calibration, lookArea, light, kinds, ...rest } = header;
  const size = squareSide(settings);
  return {
    ...rest,
    ...readView({ ...rest, settings }, reader),
    ...(lookArea && { lookArea: readLookArea(lookArea, reader) }),
    ...(light && { light: readLight(light, reader) }),
    calibration: {
      ...calibration,
      confirmed: calibration.confirmed.map((picture, k): ConfirmedPicture => {
        const key = `confirmed/${k}`;
        const isKept = reader.has(key);
        const thumbnail = isKept ? reader.take(key, Uint8Array, NEAR_COPY.side ** 2) : null;
        return { ...picture, thumbnail };
      }),
    },
    support: header.support.map((picture, k): SupportPicture => {
      const data = reader.take(`support/${k}`, Uint8Array, size ** 2 * 3);
      return { ...picture, image: { data, width: size, height: size } };
    }),
    companions: header.companions.map((view, n) => readView(view, reader, companionPrefix(n))),
    ...(kinds && { kinds: kinds.map((kind, n) => readPart(kind, reader.within(kindPrefix(n)))) }),
  };
}
