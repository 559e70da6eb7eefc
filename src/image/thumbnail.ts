import { AUGMENTATION, NEAR_COPY } from '../hyperparameters.ts';
import { resizeBilinear } from './resize.ts';
import type { RgbImage } from './rgb-image.ts';

/**
 * The small grey picture by which near copies are recognised, see {@link Likeness}.
 *
 * @param image - Of any size, as the model sees it.
 * @returns Levels from 0 to 255, shape [64, 64].
 */
export function thumbnailOf(image: RgbImage): Uint8Array {
  const { side } = NEAR_COPY;
  const [red, green, blue] = AUGMENTATION.luma;
  const { data } = resizeBilinear(image, side, side);
  return Uint8Array.from({ length: side * side }, (_, i) =>
    Math.round(red * data[3 * i] + green * data[3 * i + 1] + blue * data[3 * i + 2]),
  );
}
