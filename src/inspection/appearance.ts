import { crop } from '../image/draw.ts';
import type { Frame } from '../image/frame.ts';
import { fillUnlooked, meanLooked } from '../image/look-area.ts';
import {
  clippedShare,
  measurePicture,
  type PictureStatistics,
  type PictureTones,
  tonesOf,
} from '../image/picture-statistics.ts';
import type { RgbImage, Size } from '../image/rgb-image.ts';

/** What a picture looks like as a whole: measured as the model sees it, and its size as it came. */
export interface Appearance extends PictureStatistics, Size {}

/** Digits that are kept: enough for any limit, and the same whatever the machine. */
const DIGITS = 5;

/**
 * Measures a picture in the model's square, so that one number means one thing at every resolution.
 *
 * @param content - Of {@link contentOf}, shape [h, w, 3].
 * @param picture - Its size as it came.
 * @param tones - Of the content, where they are known.
 */
export function appearanceOf(
  content: RgbImage,
  { width, height }: Size,
  tones?: PictureTones,
): Appearance {
  const measured = measurePicture(content, tones);
  return {
    width,
    height,
    light: rounded(measured.light),
    contrast: rounded(measured.contrast),
    clipped: rounded(measured.clipped),
    sharpness: rounded(measured.sharpness),
    grain: rounded(measured.grain),
    flatGrain: rounded(measured.flatGrain),
    red: rounded(measured.red),
    blue: rounded(measured.blue),
    saturation: rounded(measured.saturation),
  };
}

/**
 * Measures a picture as the model sees it, its light corrected if a part corrects it: a light that is forgiven
 * is no fault. What was clipped stays lost, whatever the level that it is brought to.
 *
 * @param square - As the model sees it, shape [S, S, 3].
 * @param uncorrected - The same before its light was corrected; `square` where it was not.
 */
export function looksOf(
  square: RgbImage,
  uncorrected: RgbImage,
  frame: Frame,
): { readonly appearance: Appearance; readonly tones: PictureTones } {
  const content = contentOf(square, frame);
  const tones = tonesOf(content);
  const appearance = appearanceOf(content, frame.picture, tones);
  if (uncorrected === square) return { appearance, tones };
  const clipped = rounded(clippedShare(contentOf(uncorrected, frame)));
  return { appearance: { ...appearance, clipped }, tones };
}

/**
 * The part of a square on which the picture lies, shape [h, w, 3]. What is not looked at has the mean
 * colour of what is: the same light, and of contrast and colour the same share in every picture.
 */
export function contentOf(square: RgbImage, { content, size, looked }: Frame): RgbImage {
  const isAll = content.width === size && content.height === size;
  const shown = looked === null ? square : fillUnlooked(square, looked, meanLooked(square, looked));
  return isAll ? shown : crop(shown, content);
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
