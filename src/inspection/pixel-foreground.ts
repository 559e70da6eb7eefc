/**
 * The foreground of good pictures by their pixels. Patches feel a part from afar, so that what they agree on is
 * wider than it; where a part stands out from a ground of one colour, pixels tell where it ends.
 *
 * @module
 */
import { FOREGROUND } from '../hyperparameters.ts';
import { closed, grown, worn } from '../image/morphology.ts';
import type { RgbImage, Size } from '../image/rgb-image.ts';
import { foregroundOf, thresholdOf, withoutHoles } from '../objects/foreground.ts';
import { borderPixels, distancesToGround, groundOf } from '../objects/ground.ts';

/**
 * Which pixels differ from the ground that the border of the picture shows.
 *
 * @param image - Shape [H, W, 3].
 * @returns 1 for those, shape [H, W]; null where colours do not tell a part from the ground.
 */
export function outstandingPixels(image: RgbImage): Uint8Array | null {
  const distances = distancesToGround(image, groundOf(image));
  const limit = thresholdOf(
    distances,
    borderPixels(image).map((pixel) => distances[pixel]),
  );
  return limit === undefined ? null : foregroundOf(distances, limit.noise);
}

/**
 * Narrows what patches agree on to the pixels that stand out there, without holes and narrow gaps. What lies deeper in it
 * than patches feel is kept in any case: a piece of the colour of the ground is the part's all the same.
 *
 * @param agreed - 1 where patches are the part's, shape [height, width].
 * @param pictures - Of each picture the pixels that stand out, of that shape; null where colours do not tell.
 * @returns Shape [height, width]; `agreed` where a picture does not tell the part by its colours.
 */
export function narrowedForeground(
  agreed: Uint8Array,
  size: Size,
  pictures: readonly (Uint8Array | null)[],
): Uint8Array {
  const side = Math.max(size.width, size.height);
  const core = worn(agreed, size, Math.round(FOREGROUND.reach * side));
  const telling = pictures.filter((pixels) => pixels !== null);
  if (telling.length < pictures.length) return agreed;
  const solid = telling.map((pixels) => {
    const joined = closed(pixels, size, Math.round(FOREGROUND.gap * side));
    return withoutHoles(joined, size.width, size.height);
  });
  if (solid.some((pixels) => shareOf(pixels, core) < FOREGROUND.telling)) return agreed;
  const own = agreed.map((is, i) => (is !== 0 && solid.some((of) => of[i] !== 0) ? 1 : 0));
  return withoutHoles(
    own.map((is, i) => is | core[i]),
    size.width,
    size.height,
  );
}

/** Share of the pixels of an area that a mask has; 1 of no area. */
function shareOf(mask: Uint8Array, area: Uint8Array): number {
  let [has, all] = [0, 0];
  for (const [i, is] of area.entries()) {
    if (is === 0) continue;
    all++;
    has += mask[i] === 0 ? 0 : 1;
  }
  return all === 0 ? 1 : has / all;
}

/**
 * A mask with the margin that is looked at about a part.
 *
 * @param mask - 1 or 0, shape [height, width].
 * @returns Shape [height, width].
 */
export function withMargin(mask: Uint8Array, size: Size): Uint8Array {
  return grown(mask, size, Math.ceil(FOREGROUND.margin * Math.max(size.width, size.height)));
}
