/**
 * The one colour scale of every map and overlay. A map holds ratios to the part's own map limit, so
 * the scale is fixed per part: the same colour means the same anomaly in each of its pictures.
 *
 * Colours step with the logarithm from half the limit (cold, as is all below) over the limit
 * (midway, clearly warm) to twice the limit (hottest, as is all above): a good part stays cold
 * wherever it is well within its limit, and a slight defect already shows.
 *
 * @module
 */
import { colourize, type ColourScale, overlay } from '../image/colormap.ts';
import type { Plane, RgbImage } from '../image/rgb-image.ts';

/** Ratios at the cold end, the middle and the hot end of the scale. */
export const SCALE_MARKS = { cold: 0.5, limit: 1, hot: 2 } as const;

const SCALE: ColourScale = {
  low: SCALE_MARKS.cold,
  high: SCALE_MARKS.hot,
  isLogarithmic: true,
};

/** Share of the hottest tint in an overlay: the surface below stays readable. */
const OPACITY = 0.6;

/** The anomaly map in the part's colours, shape [map.height, map.width, 3]. */
export function paintMap(map: Plane): RgbImage {
  return colourize(map.data, map, SCALE);
}

/**
 * The picture tinted where it is anomalous; where the map is cold it stays as it is.
 *
 * @param image - As large as the map, shape [map.height, map.width, 3].
 */
export function tintImage(image: RgbImage, map: Plane): RgbImage {
  return overlay(image, map.data, { ...SCALE, opacity: OPACITY });
}

/** The colours of the scale from cold to hot, as a CSS gradient for the legend. */
export function scaleGradient(): string {
  const steps = 16;
  const { cold, hot } = SCALE_MARKS;
  const ratios = Float32Array.from(
    { length: steps + 1 },
    (_, i) => cold * (hot / cold) ** (i / steps),
  );
  const { data } = paintMap({ data: ratios, width: steps + 1, height: 1 });
  const colours = Array.from(ratios, (_, i) => `rgb(${data.subarray(3 * i, 3 * i + 3).join(' ')})`);
  return `linear-gradient(to right, ${colours.join(', ')})`;
}
