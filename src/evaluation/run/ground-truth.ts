import type { Mask } from '../../image/frame.ts';
import type { RgbImage } from '../../image/rgb-image.ts';

/**
 * The ground truth of a picture: 1 where any of its masks has a channel that is not zero.
 *
 * @param masks - At least one, all of the picture's own size, shape [H, W, 3] each.
 */
export function uniteMasks(masks: readonly RgbImage[]): Mask {
  const [{ width, height }] = masks;
  const data = new Uint8Array(width * height);
  for (const { data: rgb } of masks) {
    for (let i = 0, p = 0; i < data.length; i++, p += 3) {
      if (rgb[p] !== 0 || rgb[p + 1] !== 0 || rgb[p + 2] !== 0) data[i] = 1;
    }
  }
  return { data, width, height };
}
