import { ArgumentRangeError } from '../errors.ts';
import type { Rectangle, RgbImage, Size } from './rgb-image.ts';

/** The look of an outline. */
export interface OutlineStyle {
  /** R, G, B from 0 to 255. */
  readonly colour: readonly [red: number, green: number, blue: number];
  /** In pixels. */
  readonly thickness: number;
}

/**
 * Draws the outlines of rectangles on a copy of a picture. They stand around the rectangle, so that
 * what it marks stays visible, and end at the edges of the picture.
 */
export function drawOutlines(
  image: RgbImage,
  rectangles: readonly Rectangle[],
  style: OutlineStyle,
): RgbImage {
  const copy = { ...image, data: image.data.slice() };
  for (const { x, y, width, height } of rectangles) {
    const t = style.thickness;
    const bars: Rectangle[] = [
      { x: x - t, y: y - t, width: width + 2 * t, height: t },
      { x: x - t, y: y + height, width: width + 2 * t, height: t },
      { x: x - t, y, width: t, height },
      { x: x + width, y, width: t, height },
    ];
    for (const bar of bars) fill(copy, clip(bar, image), style.colour);
  }
  return copy;
}

function fill(image: RgbImage, area: Rectangle, colour: OutlineStyle['colour']): void {
  for (let y = area.y; y < area.y + area.height; y++) {
    for (let x = area.x; x < area.x + area.width; x++) {
      image.data.set(colour, (y * image.width + x) * 3);
    }
  }
}

/**
 * Cuts out a part of a picture, such as the patch around a defect; what lies outside of the picture
 * is left away.
 *
 * @throws {@link ArgumentRangeError} if the rectangle does not touch the picture.
 */
export function crop(image: RgbImage, rectangle: Rectangle): RgbImage {
  const { x, y, width, height } = clip(rectangle, image);
  if (width === 0 || height === 0) {
    const { x: left, y: top, width: w, height: h } = rectangle;
    const limits = `a rectangle that touches the picture of ${image.width} × ${image.height}`;
    throw new ArgumentRangeError('rectangle', `${w} × ${h} at (${left}, ${top})`, limits);
  }
  const data = new Uint8Array(width * height * 3);
  for (let row = 0; row < height; row++) {
    const start = ((y + row) * image.width + x) * 3;
    data.set(image.data.subarray(start, start + width * 3), row * width * 3);
  }
  return { data, width, height };
}

/** What two areas share; width or height 0 where they do not touch. */
function clip(rectangle: Rectangle, bounds: Size): Rectangle {
  const x = Math.max(rectangle.x, 0);
  const y = Math.max(rectangle.y, 0);
  const right = Math.min(rectangle.x + rectangle.width, bounds.width);
  const bottom = Math.min(rectangle.y + rectangle.height, bounds.height);
  return { x, y, width: Math.max(right - x, 0), height: Math.max(bottom - y, 0) };
}
