import type { Rectangle } from '../image/rgb-image.ts';
import { once } from '../once.ts';
import type { AnomalyMap, Region } from './inspection.ts';
import type { PartScore } from './part-scorer.ts';
import type { Calibration } from './part.ts';
import { findRegions } from './regions.ts';

/** The anomaly map of a picture, with its regions. */
export interface PictureMap {
  /** Made when it is first looked at: that of a good part often is not (all of the map's time, measured). */
  readonly map: AnomalyMap;
  /** What {@link findRegions} finds on the map, of which only what may be above the limit 1 is enlarged. */
  readonly regions: () => Region[];
}

/**
 * Divides the maps of a picture by the part's map limits, and joins them: what is foreign, and what lacks.
 *
 * @param scored - With maps of shape [S, S], which are asked for when this one is.
 */
export function pictureMapOf(
  { map: scores, missing, frame }: Pick<PartScore, 'map' | 'missing' | 'frame'>,
  { mapLimit, missingMapLimit }: Pick<Calibration, 'mapLimit' | 'missingMapLimit'>,
): PictureMap {
  // Dividing before the map is enlarged is the same, and less work.
  const lacking = once(() =>
    missing && missingMapLimit ? divided(missing.map(), missingMapLimit) : null,
  );
  const joined = once(() => {
    const ratios = divided(scores(), mapLimit ?? 1);
    const lacks = lacking();
    if (lacks) raiseTo(ratios, lacks);
    return ratios;
  });
  const data = once(() => frame.mapOfPicture(joined()));
  const lacks = once(() => {
    const square = lacking();
    return square && frame.mapOfPicture(square);
  });
  const looked = once(() => frame.lookedOfPicture());
  const map = {
    ...frame.picture,
    get data(): Float32Array {
      return data();
    },
    get missing(): Float32Array | null {
      return lacks();
    },
    get looked(): Uint8Array | undefined {
      return looked();
    },
  };
  return { map, regions: () => regionsWithin() ?? findRegions(map) };

  /** Undefined where nothing is above the limit, as then the peak counts, wherever it is. */
  function regionsWithin(): Region[] | undefined {
    const square = joined();
    const window = frame.windowAbove(square, 1);
    if (window === undefined) return undefined;
    const { x: left, y: top, width, height } = window;
    const part = {
      data: frame.mapOfPicture(square, window),
      missing: missingWithin(window),
      width,
      height,
    };
    // What is interpolated may be lower than any value of the square.
    if (!part.data.some((value) => value > 1)) return undefined;
    return findRegions(part).map((region) => {
      return { ...region, x: region.x + left, y: region.y + top };
    });
  }

  function missingWithin(window: Rectangle): Float32Array | null {
    const square = lacking();
    return square && frame.mapOfPicture(square, window);
  }
}

/** By index: a callback a pixel takes several times as long (measured). */
function divided(map: Float32Array, limit: number): Float32Array {
  const ratios = new Float32Array(map.length);
  for (let i = 0; i < map.length; i++) ratios[i] = map[i] / limit;
  return ratios;
}

/** The larger of two maps, in the first; a NaN of either stays. */
function raiseTo(map: Float32Array, least: Float32Array): void {
  for (let i = 0; i < map.length; i++) map[i] = Math.max(map[i], least[i]);
}
