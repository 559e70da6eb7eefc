import { drawOutlines, type OutlineStyle } from '../image/draw.ts';
import { grown } from '../image/morphology.ts';
import type { RgbImage } from '../image/rgb-image.ts';
import type { AnomalyMap, InspectedObject, Inspection, Verdict } from '../inspection/inspection.ts';
import { isBoxed } from '../inspection/part-kinds.ts';
import { tintImage } from '../page/colour-scale.ts';

/** A light line with a dark one around it shows on any surface. */
const INNER = [255, 255, 255] as const;
const OUTER = [16, 20, 24] as const;
/** A grey that shows on light and dark. */
const HATCHING = 150;

/** Line width as a share of the picture's longer side: still a pixel wide when reduced to 320. */
const LINE_SHARE = 1 / 250;

/** Those that ask for somebody last: boxes may lie over each other. */
const VERDICTS: readonly (readonly [verdict: Verdict, colour: OutlineStyle['colour']])[] = [
  ['pass', [46, 160, 67]],
  ['cannot judge', [227, 179, 65]],
  ['fail', [218, 54, 51]],
];

/** Distance of the lines of a hatching, in line widths. */
const HATCH = 6;
/** How much of the light is left where nobody looks. */
const DIMMED = 0.5;

/**
 * The picture dimmed and hatched where is not looked, with a line around what is; itself where all of it is
 * looked at. The line lies beside what is looked at, so that it hides nothing of it.
 *
 * @param image - Of any size: the map's is laid over it.
 */
export function hatchUnlooked(
  image: RgbImage,
  { looked, width, height }: Pick<AnomalyMap, 'looked' | 'width' | 'height'>,
): RgbImage {
  if (looked === undefined) return image;
  const line = lineWidth(image);
  const data = image.data.slice();
  const mask = new Uint8Array(image.width * image.height);
  for (let y = 0, p = 0; y < image.height; y++) {
    const row = Math.floor(((y + 0.5) * height) / image.height) * width;
    for (let x = 0; x < image.width; x++, p++) {
      mask[p] = looked[row + Math.floor(((x + 0.5) * width) / image.width)];
      if (mask[p] !== 0) continue;
      const isLine = Math.floor((x + y) / line) % HATCH === 0;
      for (let c = 3 * p; c < 3 * p + 3; c++) data[c] = isLine ? HATCHING : data[c] * DIMMED;
    }
  }
  const inner = grown(mask, image, line);
  const outer = grown(inner, image, line);
  for (let p = 0; p < mask.length; p++) {
    if (mask[p] !== 0 || outer[p] === 0) continue;
    data.set(inner[p] === 0 ? OUTER : INNER, 3 * p);
  }
  return { ...image, data };
}

function lineWidth({ width, height }: RgbImage): number {
  return Math.max(1, Math.round(Math.max(width, height) * LINE_SHARE));
}

/**
 * The picture tinted by its anomaly map, hatched where is not looked, with a box around each defect, and one in the
 * colour of its verdict around each place of a part that has such: what `--overlays` writes.
 *
 * @param image - The inspected picture.
 */
export function overlayPicture(
  image: RgbImage,
  { map, regions, objects = [] }: Inspection,
): RgbImage {
  const thickness = lineWidth(image);
  const tinted = withPlaces(hatchUnlooked(tintImage(image, map), map), objects);
  const inner = drawOutlines(tinted, regions, { colour: INNER, thickness });
  const around = regions.map(({ x, y, width, height }) => ({
    x: x - thickness,
    y: y - thickness,
    width: width + 2 * thickness,
    height: height + 2 * thickness,
  }));
  return drawOutlines(inner, around, { colour: OUTER, thickness });
}

/** A box around each place, in the colour of its verdict. */
function withPlaces(image: RgbImage, objects: readonly InspectedObject[]): RgbImage {
  const thickness = lineWidth(image);
  return VERDICTS.reduce((drawn, [verdict, colour]) => {
    const boxes = objects.filter(
      (one) => one.place !== undefined && isBoxed(one) && one.verdict === verdict,
    );
    return drawOutlines(
      drawn,
      boxes.map(({ box }) => box),
      { colour, thickness },
    );
  }, image);
}
