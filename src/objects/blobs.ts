/**
 * Connected areas of a picture's foreground, before it is known how many objects each is.
 *
 * @module
 */
import { type Component, connectedComponents } from '../image/components.ts';
import { closed, opened } from '../image/morphology.ts';
import { resizeBilinear } from '../image/resize.ts';
import type { Rectangle, RgbImage, Size } from '../image/rgb-image.ts';
import { foregroundOf, withoutHoles } from './foreground.ts';
import { distancesToGround, type Ground, groundOf } from './ground.ts';

/** Longer side of the picture in which objects are looked for, pixels: more shows no more of where they are. */
const LONGEST = 640;
/** Radius of the square by which threads between objects are cut, pixels. */
const THREAD = 1;

/** A picture as it is looked at for objects. */
export interface Sighted {
  /** Of what is looked at; pixels below are its. */
  readonly size: Size;
  /** Of the picture's ground. */
  readonly ground: Ground;
  /** Distance to the ground, levels, shape [height, width]. */
  readonly distances: Float32Array;
}

/** A connected area of the foreground. */
export interface Blob extends Rectangle {
  /** 1 on it, shape [height, width]. */
  readonly mask: Uint8Array;
  /** Pixels, holes filled. */
  readonly area: number;
}

/**
 * Reduces a picture and measures how far it is from its ground.
 *
 * @param image - The area where objects lie, shape [H, W, 3].
 */
export function sight(image: RgbImage): Sighted {
  const scale = Math.min(1, LONGEST / Math.max(image.width, image.height));
  const [width, height] = [image.width, image.height].map((side) =>
    Math.max(1, Math.round(side * scale)),
  );
  const reduced = resizeBilinear(image, width, height);
  const ground = groundOf(reduced);
  return { size: { width, height }, ground, distances: distancesToGround(reduced, ground) };
}

/** How pixels become objects. */
export interface Masking {
  /** Distance to the colour of the ground from which on a pixel belongs to an object, levels of 255. */
  readonly threshold: number;
  /** Places of the colour of the ground belong to an object where they are narrower, as a share of the area's longer side. */
  readonly gap: number;
}

/** The connected areas that are farther from the ground than a threshold, in reading order of their first pixels. */
export function blobsOf({ size, distances }: Sighted, { threshold, gap }: Masking): Blob[] {
  const { width, height } = size;
  const radius = Math.round((gap * Math.max(width, height)) / 2);
  const mask = opened(closed(foregroundOf(distances, threshold), size, radius), size, THREAD);
  const { labels, components } = connectedComponents(mask, width, height, 4);
  return components.map((component, i) => {
    const own = cut(labels, width, component, i + 1);
    const filled = withoutHoles(own, component.width, component.height);
    const { x, y, ...extent } = component;
    return { x, y, width: extent.width, height: extent.height, mask: own, area: pixelsOf(filled) };
  });
}

/** Pixels of a mask that are not zero, shape [height, width]. */
export function pixelsOf(mask: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < mask.length; i++) sum += mask[i] === 0 ? 0 : 1;
  return sum;
}

function cut(labels: Int32Array, pitch: number, box: Component, label: number): Uint8Array {
  const own = new Uint8Array(box.width * box.height);
  for (let y = 0, i = 0; y < box.height; y++) {
    const row = (box.y + y) * pitch + box.x;
    for (let x = 0; x < box.width; x++, i++) own[i] = labels[row + x] === label ? 1 : 0;
  }
  return own;
}
