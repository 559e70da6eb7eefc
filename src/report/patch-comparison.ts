import { crop } from '../image/draw.ts';
import { mapBox, windowAround } from '../image/frame.ts';
import { toPlanar, toRgb } from '../image/planar.ts';
import { resizeBilinear } from '../image/resize.ts';
import type { Rectangle, RgbImage, Size } from '../image/rgb-image.ts';
import { augmentationNamed } from '../inspection/part-augmentations.ts';
import type { HottestPatch } from '../inspection/inspection.ts';
import type { Part } from '../inspection/part.ts';
import { kindOfSupport, supportPicturesOf } from '../inspection/part-kinds.ts';

/** A patch with some of its surroundings. */
export interface PatchView {
  /** The surroundings. */
  readonly image: RgbImage;
  /** The patch within `image`, pixels of it. */
  readonly box: Rectangle;
}

/** The hottest patch and what came nearest to it, to be shown side by side. */
export interface PatchComparison {
  /** From the inspected picture. */
  readonly hottest: PatchView;
  /** From the support picture, turned and lit as the bank saw it. */
  readonly nearest: PatchView;
}

/** Sides of a view, in patches: one patch and two on each side. */
const PATCHES = 5;

/** Longer side of a view, pixels. */
const VIEW_SIDE = 160;

/**
 * Cuts out the hottest patch and its nearest support patch, at the same scale and the sharpness
 * of the model's input, so that what differs is the part and not the camera.
 *
 * @param image - The inspected picture.
 * @returns Undefined where the part holds no such support picture.
 */
export function comparePatches(
  part: Part,
  image: RgbImage,
  { box, nearest }: HottestPatch,
): PatchComparison | undefined {
  const kind = kindOfSupport(part, nearest.picture);
  const support = supportPicturesOf(part).at(nearest.picture);
  const augmentation = kind && augmentationNamed(kind.settings, nearest.augmentation);
  if (support === undefined || augmentation === undefined) return undefined;
  const variant = toRgb(augmentation.apply(toPlanar(support.image)));
  const view = viewSize(box);
  const asSeen = windowAround(nearest.box, PATCHES, variant);
  return {
    hottest: cutOut(image, box, { window: asSeen, view }),
    nearest: cutOut(variant, nearest.box, { window: asSeen, view }),
  };
}

/** Size of a view whose proportions are those of the inspected picture. */
function viewSize(box: Rectangle): Size {
  const scale = VIEW_SIDE / Math.max(box.width, box.height);
  const along = (length: number): number => Math.max(1, Math.round(length * scale));
  return { width: along(box.width), height: along(box.height) };
}

/** Reduces to the model's resolution first, so that both views are equally sharp. */
function cutOut(
  image: RgbImage,
  box: Rectangle,
  { window, view }: { readonly window: Size; readonly view: Size },
): PatchView {
  const area = windowAround(box, PATCHES, image);
  const coarse = resizeBilinear(crop(image, area), window.width, window.height);
  return {
    image: resizeBilinear(coarse, view.width, view.height),
    box: mapBox(box, area, view),
  };
}
