import { type Fit, placementOf } from '../../image/fit.ts';
import type { RgbImage } from '../../image/rgb-image.ts';
import type { Mask } from '../figures/picture-example.ts';

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

/**
 * Ground truth at S×S by the nearest pixel, centres on centres (as Pillow's `resize(…, NEAREST)`).
 *
 * @param mask - Shape [H, W].
 * @param size - Side S, pixels.
 * @param fit - As the picture was made square; what it leaves free is not defective.
 * @returns 1 where defective, shape [S, S].
 */
export function squareMask(mask: Mask, size: number, fit: Fit): Uint8Array {
  const { x: left, y: top, width, height } = placementOf(mask, size, fit);
  const square = new Uint8Array(size * size);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * mask.height) / height) * mask.width;
    for (let x = 0; x < width; x++) {
      const column = Math.floor(((x + 0.5) * mask.width) / width);
      square[(top + y) * size + left + x] = mask.data[row + column];
    }
  }
  return square;
}
