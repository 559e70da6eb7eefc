import sharp from 'sharp';

/**
 * Encodes grey values as a PNG of one channel of 8 bits, as data sets store their masks.
 *
 * @param data - Values row by row, shape [height, width].
 * @returns The file, shape [size].
 */
export async function encodeGreyPng(
  data: Uint8Array,
  width: number,
  height: number,
): Promise<Uint8Array> {
  return sharp(data, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer();
}
