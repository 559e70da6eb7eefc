/** What files begin with, byte by byte; undefined is any byte. */
const SIGNATURES: readonly (readonly [type: string, head: readonly (number | undefined)[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  ['image/bmp', [0x42, 0x4d]],
  ['image/tiff', [0x49, 0x49, 0x2a, 0x00]],
  ['image/tiff', [0x4d, 0x4d, 0x00, 0x2a]],
  ['image/webp', [0x52, 0x49, 0x46, 0x46, ...unknown(4), 0x57, 0x45, 0x42, 0x50]],
  ['image/avif', [...unknown(4), 0x66, 0x74, 0x79, 0x70, 0x61, 0x76, 0x69]],
];

/** Types that every browser shows. */
const SHOWN: readonly string[] = [
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/gif',
  'image/bmp',
];

/**
 * The media type of a picture, by its content alone.
 *
 * @param bytes - The file, shape [size].
 */
export function pictureType(bytes: Uint8Array): string {
  const match = SIGNATURES.find(([, head]) =>
    head.every((byte, i) => byte === undefined || byte === bytes[i]),
  );
  return match?.[0] ?? 'application/octet-stream';
}

/** Whether a browser shows pictures of the type as they are. */
export function isShown(type: string): boolean {
  return SHOWN.includes(type);
}

function unknown(count: number): undefined[] {
  return Array.from({ length: count }, () => undefined);
}
