import { drawOutlines } from '../image/draw.ts';
import type { RgbImage } from '../image/rgb-image.ts';
import type { Inspection } from '../inspection/inspection.ts';
import { tintImage } from '../page/colour-scale.ts';

/** A light line with a dark one around it shows on any surface. */
const INNER = [255, 255, 255] as const;
const OUTER = [16, 20, 24] as const;

/** Line width as a share of the picture's longer side: still a pixel wide when reduced to 320. */
const LINE_SHARE = 1 / 250;

/**
 * The picture tinted by its anomaly map, with a box around each defect: what `--overlays` writes.
 *
 * @param image - The inspected picture.
 */
export function overlayPicture(image: RgbImage, { map, regions }: Inspection): RgbImage {
  const thickness = Math.max(1, Math.round(Math.max(image.width, image.height) * LINE_SHARE));
  const inner = drawOutlines(tintImage(image, map), regions, { colour: INNER, thickness });
  const around = regions.map(({ x, y, width, height }) => ({
    x: x - thickness,
    y: y - thickness,
    width: width + 2 * thickness,
    height: height + 2 * thickness,
  }));
  return drawOutlines(inner, around, { colour: OUTER, thickness });
}
