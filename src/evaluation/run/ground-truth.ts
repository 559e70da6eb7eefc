import { maskThreshold } from '../../datasets/mask.ts';
import { type LookArea, lookMask, lookWindow } from '../../image/look-area.ts';
import type { Mask } from '../../image/rgb-image.ts';
import type { RgbImage } from '../../image/rgb-image.ts';

/**
 * The ground truth of a picture: 1 where any of its masks has a channel from half of white on, or any that is
 * not zero if nothing in that mask is so bright.
 *
 * @param masks - At least one, all of the picture's own size, shape [H, W, 3] each.
 */
export function uniteMasks(masks: readonly RgbImage[]): Mask {
  const [{ width, height }] = masks;
  const data = new Uint8Array(width * height);
  for (const { data: rgb } of masks) {
    const least = maskThreshold(rgb);
    for (let i = 0, p = 0; i < data.length; i++, p += 3) {
      if (rgb[p] >= least || rgb[p + 1] >= least || rgb[p + 2] >= least) data[i] = 1;
    }
  }
  return { data, width, height };
}

/** Whether any defective pixel of a picture is looked at. */
export function isInSight({ data, ...picture }: Mask, area: LookArea): boolean {
  const window = lookWindow(area, picture);
  return lookMask(area, picture, window).some((looks, i) => {
    const row = window.y + Math.floor(i / window.width);
    return looks !== 0 && data[row * picture.width + window.x + (i % window.width)] !== 0;
  });
}
