import type { Part, SupportPicture } from './part.ts';
import { type NamedArray, packPart, unpackPart } from './part-container.ts';
import { readHeader, toHeader } from './part-header.ts';
import { ArrayReader, companionPrefix, readView, viewArrays } from './view-arrays.ts';

/**
 * Serialises a part; the same part gives the same bytes.
 *
 * @returns Bytes of shape [file size].
 */
export function encodePart(part: Part): Uint8Array {
  const pictures = part.support.map(({ image }, k): NamedArray => {
    return { name: `support/${k}`, type: 'uint8', data: image.data };
  });
  const companions = part.companions.flatMap((view, n) => viewArrays(view, companionPrefix(n)));
  return packPart(toHeader(part), [...pictures, ...viewArrays(part), ...companions]);
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
  const header = readHeader(content.header, name);
  const reader = new ArrayReader(content.arrays, name);
  const { size } = header.settings;
  return {
    ...header,
    ...readView(header, reader),
    support: header.support.map((picture, k): SupportPicture => {
      const data = reader.take(`support/${k}`, Uint8Array, size ** 2 * 3);
      return { ...picture, image: { data, width: size, height: size } };
    }),
    companions: header.companions.map((view, n) => readView(view, reader, companionPrefix(n))),
  };
}
