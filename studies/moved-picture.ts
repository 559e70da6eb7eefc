import type { RgbImage } from '../src/image/rgb-image.ts';
import { inverseOf, placeUnder, type Similarity } from '../src/image/similarity.ts';

/**
 * A picture whose content lies elsewhere, bilinear between pixels; what comes from outside is its mirror image at
 * the edges.
 *
 * @param similarity - Where places of the picture go.
 */
export function movedPicture(image: RgbImage, similarity: Similarity): RgbImage {
  const { width, height, data } = image;
  const back = inverseOf(similarity);
  const moved = new Uint8Array(data.length);
  for (let row = 0, at = 0; row < height; row++) {
    for (let column = 0; column < width; column++, at += 3) {
      const [x, y] = placeUnder(back, [column + 0.5, row + 0.5]);
      const [u, v] = [within(x - 0.5, width), within(y - 0.5, height)];
      const [left, top] = [Math.floor(u), Math.floor(v)];
      const [right, bottom] = [Math.min(left + 1, width - 1), Math.min(top + 1, height - 1)];
      for (let channel = 0; channel < 3; channel++) {
        const value = (r: number, c: number): number => data[(r * width + c) * 3 + channel];
        const above = value(top, left) * (1 - u + left) + value(top, right) * (u - left);
        const below = value(bottom, left) * (1 - u + left) + value(bottom, right) * (u - left);
        moved[at + channel] = Math.round(above * (1 - v + top) + below * (v - top));
      }
    }
  }
  return { data: moved, width, height };
}

/** A position mirrored into 0 to size - 1. */
function within(position: number, size: number): number {
  const beyond = Math.abs(position) % (2 * (size - 1));
  return beyond < size ? beyond : 2 * (size - 1) - beyond;
}
