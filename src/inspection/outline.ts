import type { PatchFeatures } from '../features/patch-features.ts';
import { OUTLINE } from '../hyperparameters.ts';
import type { Frame } from '../image/frame.ts';
import { medianOf } from '../tensor/median.ts';

/** Patches of a picture, and how it lies in the square. */
export interface FramedPatches {
  /** Rows of length 1, shape [H · W, D]. */
  readonly patches: PatchFeatures;
  /** Where the picture lies. */
  readonly frame: Pick<Frame, 'content' | 'size'>;
}

/** Patches along the border of a picture, and those well within. */
interface Zones {
  readonly border: readonly Float32Array[];
  readonly inner: readonly Float32Array[];
}

/** How the inside of pictures differs from their borders. */
export interface Outline {
  /** Of inner patches to the nearest of all borders, median, 0 to 2. */
  readonly distance: number;
  /** That, over the same of border patches to the borders of other pictures. */
  readonly ratio: number;
}

/**
 * Compares the inside of pictures with their borders. A network sees borders of an even surface otherwise
 * than its inside, so neither number tells a part from every surface by itself.
 *
 * @param pictures - Of good parts, patches of one level.
 * @returns Null for fewer than two pictures, or where a picture has no inside.
 */
export function outlineOf(pictures: readonly FramedPatches[]): Outline | null {
  const zones = pictures.slice(0, OUTLINE.pictures).map(zonesOf);
  if (zones.length < 2 || zones.some(({ inner }) => inner.length === 0)) return null;
  const borders = zones.flatMap(({ border }) => border);
  const inside = zones.flatMap(({ inner }) =>
    inner.map((patch) => distanceToNearest(patch, borders)),
  );
  const along = zones.flatMap(({ border }) => {
    const others = zones.flatMap((other) => (other.border === border ? [] : other.border));
    return border.map((patch) => distanceToNearest(patch, others));
  });
  const distance = medianOf(inside);
  return { distance, ratio: distance === 0 ? 1 : distance / medianOf(along) };
}

/** Whether pictures show parts that stand out from a background. */
export function isOutlined(pictures: readonly FramedPatches[]): boolean {
  const { distance, ratio } = outlineOf(pictures) ?? { distance: 0, ratio: 0 };
  return distance > OUTLINE.distance && ratio > OUTLINE.ratio;
}

function zonesOf({ patches, frame: { content, size } }: FramedPatches): Zones {
  const { features, width, height, looked } = patches;
  const [left, right] = cells(content.x, content.width, width / size);
  const [top, bottom] = cells(content.y, content.height, height / size);
  const inset = Math.round(OUTLINE.inset * Math.min(right - left, bottom - top));
  const border: Float32Array[] = [];
  const inner: Float32Array[] = [];
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      if (looked?.[y * width + x] === 0) continue;
      const depth = Math.min(x - left, right - 1 - x, y - top, bottom - 1 - y);
      const start = (y * width + x) * features.cols;
      const patch = features.data.subarray(start, start + features.cols);
      if (depth === 0) border.push(patch);
      if (depth >= Math.max(inset, 1)) inner.push(patch);
    }
  }
  return { border, inner };
}

/** Cells of the grid that lie wholly in a span of pixels. */
function cells(start: number, length: number, perPixel: number): [first: number, end: number] {
  return [Math.ceil(start * perPixel), Math.floor((start + length) * perPixel)];
}

/**
 * Distance of a row of length 1 to the nearest of others.
 *
 * @param patch - Shape [D].
 * @param others - Each of shape [D].
 */
export function distanceToNearest(patch: Float32Array, others: readonly Float32Array[]): number {
  let most = -1;
  for (const other of others) {
    let product = 0;
    for (let d = 0; d < patch.length; d++) product += patch[d] * other[d];
    most = Math.max(most, product);
  }
  return Math.sqrt(Math.max(2 - 2 * most, 0));
}
