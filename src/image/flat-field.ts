/**
 * The flat field: what a camera sees of the empty background tells how uneven lamp and lens are, and every
 * picture is divided by it.
 *
 * @module
 */
import { ArgumentRangeError } from '../errors.ts';
import { LIGHT } from '../hyperparameters.ts';
import { forEachShown, type LitSquare } from './lit-square.ts';
import { clippedShare } from './picture-statistics.ts';
import { type LinearTaps, resizeBilinear } from './resize.ts';
import { assertRgbImage, type RgbImage, type Size } from './rgb-image.ts';

/** How far proportions of a flat field and a picture may differ: by rounding of the smaller one. */
const MOST_STRETCH = 0.02;

/**
 * The flat field of a picture of the empty background, small: lamps and lenses change slowly across a
 * picture, and dust and grain are averaged away.
 *
 * @param image - Shape [H, W, 3].
 * @returns Shape [64, 64, 3].
 * @throws {@link ShapeError} if the image does not hold its pixels.
 * @throws {@link ArgumentRangeError} if it is too dark, or clipped, to tell anything.
 */
export function flatFieldOf(image: RgbImage): RgbImage {
  assertRgbImage(image);
  const { flatSide, flatLeast, flatClipped } = LIGHT;
  const { data, width, height } = resizeBilinear(image, flatSide, flatSide);
  const flat = { data, width, height };
  const darkest = Math.min(...channelMeans(flat));
  if (darkest < flatLeast) {
    const found = `a picture whose darkest colour has a mean of ${darkest.toFixed(1)}`;
    throw new ArgumentRangeError('flat', found, `one with a mean of ${flatLeast} of 255 or more`);
  }
  const clipped = clippedShare(image);
  if (clipped > flatClipped) {
    const found = `a picture that is clipped in ${(100 * clipped).toFixed(1)} % of its pixels`;
    throw new ArgumentRangeError('flat', found, `one that is so in ${100 * flatClipped} % at most`);
  }
  return flat;
}

/**
 * Checks that a flat field was taken as pictures are.
 *
 * @param flat - As it came.
 * @throws {@link ArgumentRangeError} if it has other proportions.
 */
export function assertProportions(flat: Size, picture: Size): void {
  const stretch = (flat.width * picture.height) / (flat.height * picture.width);
  if (Math.abs(Math.log(stretch)) <= MOST_STRETCH) return;
  throw new ArgumentRangeError(
    'flat',
    `a picture of ${flat.width} × ${flat.height} pixels`,
    `the proportions of the good pictures, ${picture.width} × ${picture.height}`,
  );
}

/**
 * Divides a picture by a flat field: where that is as bright as its mean, nothing changes. The mean of each
 * colour is its own, so that a coloured background colours nothing.
 *
 * @param lit - Its levels change.
 * @param flat - Of {@link flatFieldOf}, laid over the whole picture.
 */
export function divideByFlat({ levels, frame }: LitSquare, flat: RgbImage): void {
  const { picture, window, content } = frame;
  const across = tapsAlong(
    { start: window.x, length: window.width, of: picture.width },
    { cells: flat.width, pixels: content.width },
  );
  const down = tapsAlong(
    { start: window.y, length: window.height, of: picture.height },
    { cells: flat.height, pixels: content.height },
  );
  const means = channelMeans(flat);
  const pitch = 3 * flat.width;
  forEachShown(frame, (pixel, x, y) => {
    const [near, far, share] = [3 * across.near[x], 3 * across.far[x], across.share[x]];
    const [above, below] = [pitch * down.near[y], pitch * down.far[y]];
    for (let channel = 0; channel < 3; channel++) {
      const upper = between(flat.data, above + near + channel, above + far + channel, share);
      const lower = between(flat.data, below + near + channel, below + far + channel, share);
      const light = upper + (lower - upper) * down.share[y];
      const mean = means[channel];
      levels[3 * pixel + channel] *= mean / Math.max(light, mean / LIGHT.mostGain);
    }
  });
}

/** The value a share of the way from one to another. */
function between(data: Uint8Array, near: number, far: number, share: number): number {
  return data[near] + (data[far] - data[near]) * share;
}

/** A part of a side, in pixels of the picture. */
interface Span {
  readonly start: number;
  readonly length: number;
  /** The whole side. */
  readonly of: number;
}

/** Between which cells of a flat field each pixel of a span lies, centres on centres; edges repeat. */
function tapsAlong(
  { start, length, of }: Span,
  { cells, pixels }: { readonly cells: number; readonly pixels: number },
): LinearTaps {
  const near = new Int32Array(pixels);
  const far = new Int32Array(pixels);
  const share = new Float64Array(pixels);
  for (let i = 0; i < pixels; i++) {
    const at = ((start + ((i + 0.5) * length) / pixels) / of) * cells - 0.5;
    const position = Math.min(Math.max(at, 0), cells - 1);
    near[i] = Math.floor(position);
    far[i] = Math.min(near[i] + 1, cells - 1);
    share[i] = position - near[i];
  }
  return { near, far, share };
}

function channelMeans({ data }: RgbImage): [red: number, green: number, blue: number] {
  const sums: [number, number, number] = [0, 0, 0];
  for (let p = 0; p < data.length; p += 3) {
    for (let channel = 0; channel < 3; channel++) sums[channel] += data[p + channel];
  }
  const pixels = data.length / 3;
  return [sums[0] / pixels, sums[1] / pixels, sums[2] / pixels];
}
