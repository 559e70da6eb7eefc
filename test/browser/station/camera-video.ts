import type { RgbImage } from '../../../src/image/rgb-image.ts';

/** Frames of the file: it is shown over and over. */
const FRAMES = 10;

/**
 * A Y4M video of one picture that does not move, as Chromium's fake camera reads it.
 *
 * @param picture - Width and height even, shape [height, width, 3].
 * @param rate - Frames a second.
 */
export function cameraVideo(picture: RgbImage, rate = 10): Uint8Array {
  const { width, height } = picture;
  const header = `YUV4MPEG2 W${String(width)} H${String(height)} F${String(rate)}:1 Ip A1:1 C420jpeg\n`;
  const frame = Buffer.concat([Buffer.from('FRAME\n'), planes(picture)]);
  return Buffer.concat([Buffer.from(header), ...Array.from({ length: FRAMES }, () => frame)]);
}

/** Luma of each pixel, chroma of each second pixel of each second row (BT.601, full range). */
function planes({ data, width, height }: RgbImage): Uint8Array {
  const half = (width / 2) * (height / 2);
  const planar = new Uint8ClampedArray(width * height + 2 * half);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x;
      const [r = 0, g = 0, b = 0] = data.subarray(3 * at, 3 * at + 3);
      planar[at] = 0.299 * r + 0.587 * g + 0.114 * b;
      if (x % 2 === 1 || y % 2 === 1) continue;
      const chroma = width * height + (y / 2) * (width / 2) + x / 2;
      planar[chroma] = 128 - 0.1687 * r - 0.3313 * g + 0.5 * b;
      planar[chroma + half] = 128 + 0.5 * r - 0.4187 * g - 0.0813 * b;
    }
  }
  return new Uint8Array(planar.buffer);
}
