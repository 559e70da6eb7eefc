/**
 * How a picture lies by its EXIF data. Browsers turn what they decode; what is read by our own readers is
 * turned here.
 *
 * Source: CIPA DC-008, Exchangeable image file format, 4.6.4.A.
 *
 * @module
 */
import type { Samples } from '../picture-file/samples.ts';

const ORIENTATION = 0x0112;
const ENTRY_BYTES = 12;

/**
 * The orientation that EXIF data state.
 *
 * @param exif - From the byte order on, shape [size].
 * @returns 1 to 8; 1 if they state none.
 */
export function orientationOf(exif: Uint8Array): number {
  const view = new DataView(exif.buffer, exif.byteOffset, exif.byteLength);
  if (exif.length < 8) return 1;
  const isLittle = view.getUint8(0) === 0x49;
  const directory = view.getUint32(4, isLittle);
  if (directory + 2 > exif.length) return 1;
  const count = view.getUint16(directory, isLittle);
  for (let i = 0; i < count; i++) {
    const at = directory + 2 + i * ENTRY_BYTES;
    if (at + ENTRY_BYTES > exif.length) return 1;
    if (view.getUint16(at, isLittle) !== ORIENTATION) continue;
    const orientation = view.getUint16(at + 8, isLittle);
    return orientation >= 1 && orientation <= 8 ? orientation : 1;
  }
  return 1;
}

/** Samples as they are to be seen; those of orientation 1 themselves. */
export function turned(samples: Samples, orientation: number): Samples {
  if (orientation === 1) return samples;
  const { data, width, height, channels } = samples;
  const isTransposed = orientation > 4;
  const size = isTransposed ? { width: height, height: width } : { width, height };
  // Mirrored along the columns and the rows of the file, before it is transposed.
  const fromRight = [2, 3, 7, 8].includes(orientation);
  const fromBottom = [3, 4, 6, 7].includes(orientation);
  const out =
    data instanceof Uint16Array ? new Uint16Array(data.length) : new Uint8Array(data.length);
  for (let y = 0, to = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++, to += channels) {
      const [column, row] = isTransposed ? [y, x] : [x, y];
      const from = fromRight ? width - 1 - column : column;
      const line = fromBottom ? height - 1 - row : row;
      const at = (line * width + from) * channels;
      for (let c = 0; c < channels; c++) out[to + c] = data[at + c] ?? 0;
    }
  }
  return { ...samples, ...size, data: out };
}
