/**
 * Affine warps of planar images. Points are in pixels relative to the centre of the picture,
 * x to the right and y down, so that a rotation does not shear a picture that is not square.
 *
 * @module
 */
import type { PlanarImage } from './planar.ts';
import type { Size } from './rgb-image.ts';

/**
 * Where content goes: (x, y) moves to (a·x + b·y + c, d·x + e·y + f), written [a, b, c, d, e, f].
 * PyTorch's theta is the inverse map, in units of half the picture.
 */
export type AffineMatrix = readonly [
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
  f: number,
];

/** Mirrors left and right. */
export const flipHorizontal: AffineMatrix = [-1, 0, 0, 0, 1, 0];

/** Mirrors top and bottom. */
export const flipVertical: AffineMatrix = [1, 0, 0, 0, -1, 0];

/**
 * Turns content counter-clockwise about the centre, as torchvision's `rotate` (thesis 4.2.4).
 * Multiples of 90 degrees are exact: they permute the pixels of a square picture.
 */
export function rotation(degrees: number): AffineMatrix {
  const cos = cosine(degrees);
  const sin = cosine(degrees - 90);
  return [cos, sin, 0, -sin, cos, 0];
}

function cosine(degrees: number): number {
  const rightAngles = degrees / 90;
  if (!Number.isInteger(rightAngles)) return Math.cos((degrees * Math.PI) / 180);
  return [1, 0, -1, 0][((rightAngles % 4) + 4) % 4];
}

/**
 * Moves content to the right by `right` widths and down by `down` heights (thesis 4.2.3).
 *
 * @param right - Fraction of the width; negative moves to the left.
 * @param down - Fraction of the height; negative moves up.
 * @param size - Of the picture to be moved.
 */
export function translation(right: number, down: number, size: Size): AffineMatrix {
  return [1, 0, right * size.width, 0, 1, down * size.height];
}

/** Enlarges content about the centre by `factor`, above 0; below 1 it shrinks. */
export function scaling(factor: number): AffineMatrix {
  return [factor, 0, 0, 0, factor, 0];
}

function inverse([a, b, c, d, e, f]: AffineMatrix): AffineMatrix {
  const determinant = a * e - b * d;
  return [
    e / determinant,
    -b / determinant,
    (b * f - c * e) / determinant,
    -d / determinant,
    a / determinant,
    (c * d - a * f) / determinant,
  ];
}

/**
 * Moves the content of a picture by one bilinear warp; what comes from outside is its reflection
 * at the edges. Equals PyTorch's `affine_grid` and
 * `grid_sample(mode='bilinear', padding_mode='reflection', align_corners=False)`.
 *
 * @param matrix - Where content goes; must be invertible.
 * @param data - Receives the planes, shape [3, height, width]; a new array by default.
 * @returns A picture of the same size.
 */
export function warpAffine(
  image: PlanarImage,
  matrix: AffineMatrix,
  data: Float32Array = new Float32Array(image.data.length),
): PlanarImage {
  const { width, height } = image;
  const from = inverse(matrix);
  if (isPermutation(from, image)) permute(image, from, data);
  else interpolate(image, from, data);
  return { data, width, height };
}

/** Whether every pixel comes from the middle of another: flips, and right angles of a square. */
function isPermutation([a, b, c, d, e, f]: AffineMatrix, { width, height }: Size): boolean {
  if (c !== 0 || f !== 0 || Math.abs(a) !== Math.abs(e) || Math.abs(b) !== Math.abs(d))
    return false;
  return (Math.abs(a) === 1 && b === 0) || (width === height && a === 0 && Math.abs(b) === 1);
}

/** Writes pixels that come from others as they are (a quarter of the time, measured). */
function permute(
  { data: source, width, height }: PlanarImage,
  [a, b, , d, e]: AffineMatrix,
  target: Float32Array,
): void {
  const [right, down] = [a + d * width, b + e * width];
  const startX = a + b < 0 ? width - 1 : 0;
  const startY = d + e < 0 ? height - 1 : 0;
  for (let channel = 0, o = 0; channel < 3; channel++) {
    const start = channel * width * height + startY * width + startX;
    for (let row = 0; row < height; row++) {
      for (let column = 0, at = start + row * down; column < width; column++, at += right, o++) {
        target[o] = source[at];
      }
    }
  }
}

/** Writes pixels that lie between others. Most positions are within the picture, and need no folding. */
function interpolate(
  { data: source, width, height }: PlanarImage,
  [a, b, c, d, e, f]: AffineMatrix,
  target: Float32Array,
): void {
  const area = width * height;
  const [lastX, lastY] = [width - 1, height - 1];
  const [centreX, centreY] = [lastX / 2, lastY / 2];
  for (let row = 0, o = 0; row < height; row++) {
    const y = row - centreY;
    for (let column = 0; column < width; column++, o++) {
      const x = column - centreX;
      let fromX = a * x + b * y + c + centreX;
      let fromY = d * x + e * y + f + centreY;
      if (!(fromX >= 0 && fromX <= lastX)) fromX = reflect(fromX, width);
      if (!(fromY >= 0 && fromY <= lastY)) fromY = reflect(fromY, height);
      const left = fromX | 0;
      const top = fromY | 0;
      const shareX = fromX - left;
      const shareY = fromY - top;
      // Beyond the last column and row the share is 0, so any neighbour serves.
      const toRight = left < lastX ? 1 : 0;
      const toBelow = top < lastY ? width : 0;
      for (let plane = 0; plane < 3 * area; plane += area) {
        const near = plane + top * width + left;
        const under = near + toBelow;
        const above = mix(source[near], source[near + toRight], shareX);
        const below = mix(source[under], source[under + toRight], shareX);
        target[plane + o] = mix(above, below, shareY);
      }
    }
  }
}

function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

/** Folds a position outside back into 0 to size - 1, mirrored at the outer edges of the border pixels. */
function reflect(position: number, size: number): number {
  const beyond = Math.abs(position + 0.5) % (2 * size);
  const folded = beyond < size ? beyond : 2 * size - beyond;
  return Math.min(Math.max(folded - 0.5, 0), size - 1);
}
