import type { RgbImage } from '../../src/image/rgb-image.ts';

/** A smooth slope with noise: `pattern()` of tools/golden/image.py, byte for byte. */
export function pattern(width: number, height: number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++, i++) {
        const noise = ((((x * 73 + y * 151 + c * 199 + x * y * 7) & 0x7fff) ** 2) >> 5) & 127;
        data[i] = noise + ((x + 2 * y + 30 * c) & 127);
      }
    }
  }
  return { data, width, height };
}
