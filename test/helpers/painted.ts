import type { RgbImage } from '../../src/image/rgb-image.ts';
import { seededRandom } from '../../src/random.ts';

/**
 * The picture with noise where `isMeant` says so.
 *
 * @param isMeant - Of a pixel's column and row.
 */
export function painted(
  image: RgbImage,
  seed: number,
  isMeant: (x: number, y: number) => boolean,
): RgbImage {
  const random = seededRandom(seed);
  const data = Uint8Array.from(image.data, (value, i) => {
    const pixel = Math.floor(i / 3);
    const isIt = isMeant(pixel % image.width, Math.floor(pixel / image.width));
    return isIt ? random.below(256) : value;
  });
  return { ...image, data };
}
