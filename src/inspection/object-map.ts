import type { Size } from '../image/rgb-image.ts';
import { once } from '../once.ts';
import type { AnomalyMap } from './inspection.ts';
import type { JudgedObject } from './judged-object.ts';

/**
 * The map of a picture, put together of those of its objects, when it is looked at. Where what was cut out
 * overlaps, the larger value counts; 0 where no object was judged.
 *
 * @param picture - Of which the map is.
 */
export function mapOfObjects({ width, height }: Size, judged: readonly JudgedObject[]): AnomalyMap {
  const size = { width, height };
  const data = once(() => joined(size, judged, ({ map }) => map.data));
  const missing = once(() => {
    if (judged.some(({ inspection }) => inspection.map.missing === null)) return null;
    return joined(size, judged, ({ map }) => map.missing);
  });
  const looked = once(() => lookedAt(size, judged));
  return {
    width,
    height,
    get data(): Float32Array {
      return data();
    },
    get missing(): Float32Array | null {
      return missing();
    },
    get looked(): Uint8Array | undefined {
      return looked();
    },
  };
}

/** The largest value at each pixel of the picture; shape [height, width]. */
function joined(
  picture: Size,
  judged: readonly JudgedObject[],
  valuesOf: (inspection: JudgedObject['inspection']) => Float32Array | null,
): Float32Array {
  const result = new Float32Array(picture.width * picture.height);
  for (const one of judged) {
    const values = valuesOf(one.inspection);
    if (values === null) continue;
    forOwnPixels(one, picture, (at, i) => {
      result[at] = Math.max(result[at], values[i]);
    });
  }
  return result;
}

/** Undefined where some object was judged at each pixel. */
function lookedAt(picture: Size, judged: readonly JudgedObject[]): Uint8Array | undefined {
  const looked = new Uint8Array(picture.width * picture.height);
  for (const one of judged) forOwnPixels(one, picture, (at) => void (looked[at] = 1));
  return looked.every((value) => value === 1) ? undefined : looked;
}

/**
 * Visits the pixels of what was cut out that lie in the picture, are the picture's own, and were judged.
 *
 * @param visit - Gets the pixel's number in the picture, and in what was cut out.
 */
function forOwnPixels(
  judged: JudgedObject,
  { width, height }: Size,
  visit: (at: number, i: number) => void,
): void {
  const { window } = judged.object;
  const isJudged = judgedPixels(judged);
  for (let v = 0, i = 0; v < window.height; v++) {
    const y = window.y + v;
    for (let u = 0; u < window.width; u++, i++) {
      const x = window.x + u;
      if (x < 0 || y < 0 || x >= width || y >= height) continue;
      if (isJudged(i)) visit(y * width + x, i);
    }
  }
}

/** Tells whether a pixel of what was cut out is the picture's own, and was judged. */
function judgedPixels({
  object: { filled, contact },
  inspection: { map },
}: JudgedObject): (i: number) => boolean {
  // Of what lies beside places, all but these is looked at.
  const looked = contact ? contact.judged : map.looked;
  return (i) => filled?.[i] !== 1 && looked?.[i] !== 0;
}
