import { resizeBilinear, resizePlane } from '../image/resize.ts';
import type { Plane, RgbImage, Size } from '../image/rgb-image.ts';

/** The picture reduced so that no side is longer than `side` pixels; never enlarged. */
export function reduceImage(image: RgbImage, side: number): RgbImage {
  const { width, height } = reducedSize(image, side);
  return resizeBilinear(image, width, height);
}

/** The map reduced so that no side is longer than `side` pixels; never enlarged. */
export function reduceMap(map: Plane, side: number): Plane {
  const size = reducedSize(map, side);
  return { data: resizePlane(map.data, map, size), ...size };
}

function reducedSize({ width, height }: Size, side: number): Size {
  const scale = Math.min(1, side / Math.max(width, height));
  const reduced = (length: number): number => Math.max(1, Math.round(length * scale));
  return { width: reduced(width), height: reduced(height) };
}
