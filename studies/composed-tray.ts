import type { RgbImage } from '../src/image/rgb-image.ts';
import { groundAt, groundOf } from '../src/objects/ground.ts';

/** Within this share of its side from its edges, a picture fades into the ground: lenses leave more than a plane of light. */
const FADE = 0.05;

/**
 * Lays pictures of single parts side by side, as if their parts lay on one tray: the ground of each is levelled
 * to that of the first, and fades into it at the edges, so that no seams are objects or defects.
 *
 * @param pictures - One a place, row by row, all of one size; null leaves the place empty.
 * @param columns - Places a row.
 */
export function composeTray(pictures: readonly (RgbImage | null)[], columns: number): RgbImage {
  const first = pictures.find((picture) => picture !== null);
  if (first === undefined) throw new Error('Cannot compose a tray: expected a picture');
  const { width, height } = first;
  const rows = Math.ceil(pictures.length / columns);
  const tray = { width: width * columns, height: height * rows };
  const data = new Uint8Array(tray.width * tray.height * 3);
  const colour = groundAt(groundOf(first), 0.5, 0.5);
  for (let i = 0; i < data.length; i++) data[i] = Math.round(colour[i % 3] ?? 0);
  for (const [n, picture] of pictures.entries()) {
    if (picture === null) continue;
    const ground = groundOf(picture);
    const [left, top] = [(n % columns) * width, Math.floor(n / columns) * height];
    for (let i = 0; i < width * height; i++) {
      const [x, y] = [i % width, Math.floor(i / width)];
      const own = groundAt(ground, (x + 0.5) / width, (y + 0.5) / height);
      const inwards = Math.min(x, y, width - 1 - x, height - 1 - y) + 0.5;
      const share = Math.min(inwards / (FADE * Math.min(width, height)), 1);
      const at = 3 * ((top + y) * tray.width + left + x);
      for (const [c, level] of own.entries()) {
        const value = ((picture.data[3 * i + c] ?? 0) - level) * share + (colour[c] ?? 0);
        data[at + c] = Math.min(Math.max(Math.round(value), 0), 255);
      }
    }
  }
  return { data, ...tray };
}
