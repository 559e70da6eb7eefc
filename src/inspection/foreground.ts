/**
 * The foreground of good pictures as an area to look at: a mask that is fixed in the picture, found from
 * good pictures alone. It says where a part has to be, not where something is, so that a part which is
 * missing there, or a piece of it, is missed as before.
 *
 * @module
 */
import { assertNotCancelled } from '../cancellation.ts';
import { ArgumentRangeError, SupportSetError } from '../errors.ts';
import { createFeatureExtractor } from '../features/feature-extractor.ts';
import type { PatchFeatures } from '../features/patch-features.ts';

import { FOREGROUND } from '../hyperparameters.ts';
import { crop } from '../image/draw.ts';
import {
  assertLookArea,
  fillUnlooked,
  type LookArea,
  lookMask,
  lookWindow,
} from '../image/look-area.ts';
import { toPlanar } from '../image/planar.ts';
import { resizeBilinear } from '../image/resize.ts';
import {
  assertRgbImage,
  type Mask,
  type Rectangle,
  type RgbImage,
  type Size,
} from '../image/rgb-image.ts';
import { gatherRows } from '../tensor/matrix.ts';
import { unitRows } from '../tensor/norms.ts';
import {
  agreeOnForeground,
  doubtOf,
  type Foreground,
  type PatchGrid,
} from './agreed-foreground.ts';
import type { EnrolmentOptions } from './enrolment-options.ts';
import { featureOptionsOf, squareSide } from './feature-options.ts';
import { readModels } from './part-models.ts';
import { narrowedForeground, outstandingPixels, withMargin } from './pixel-foreground.ts';
import type { GoodPicture } from './support-pictures.ts';
import { completeSettings } from './view-settings.ts';

/** Side of the masks that are made, pixels; the other is that of the picture in proportion. */
const LONGER_SIDE = 512;

/**
 * Finds where the part lies in good pictures, on a background that their borders show.
 *
 * @param pictures - At least two; the first few are looked at. Those that wait are read for it.
 * @returns The area with a mask of the proportions of the first picture.
 * @throws {@link SupportSetError} if the pictures do not show one place.
 * @throws {@link ArgumentRangeError} if a setting is out of range, or a mask is there already.
 */
export async function findForeground(
  pictures: readonly GoodPicture[],
  options: Pick<EnrolmentOptions, 'runtime' | 'model' | 'settings' | 'lookArea' | 'signal'>,
): Promise<Foreground> {
  const { runtime, model, settings = {}, lookArea: area = WHOLE } = options;
  assertLookArea(area);
  if (area.mask !== null) {
    throw new ArgumentRangeError('foreground', 'auto beside a mask', 'one of them');
  }
  if (pictures.length < 2) {
    throw noForeground(
      `${pictures.length} picture shows not what stays the same: expected two or more`,
    );
  }
  const [{ info }] = readModels([model], runtime.sha256);
  const complete = completeSettings(info, settings);
  const extractor = await createFeatureExtractor(runtime, model, featureOptionsOf(complete), info);
  try {
    const grids: PatchGrid[] = [];
    const outstanding: (Uint8Array | null)[] = [];
    let first: Size | undefined;
    for (const [i, one] of pictures.slice(0, FOREGROUND.pictures).entries()) {
      assertNotCancelled(
        options.signal,
        'enrol',
        `foreground of ${i} of ${pictures.length} pictures`,
      );
      const image = 'image' in one ? one.image : await one.read();
      assertRgbImage(image);
      first ??= { width: image.width, height: image.height };
      const window = lookedWindow(image, area);
      const { width, height } = maskPlaceOf(first, area).window;
      outstanding.push(outstandingPixels(resizeBilinear(window, width, height)));
      const square = surrounded(window, squareSide(complete));
      const { levels } = await extractor.extract(toPlanar(square));
      grids.push(inner(levels[0]));
    }
    const names = pictures.map(({ name }) => name);
    return toForeground(grids, { names, area, first, outstanding });
  } finally {
    await extractor.release();
  }
}

/**
 * The options of an enrolment, with where the part lies if that was to be found.
 *
 * @throws {@link SupportSetError} if the pictures do not show one place.
 */
export async function withForeground(
  pictures: readonly GoodPicture[],
  options: EnrolmentOptions,
): Promise<EnrolmentOptions> {
  if (options.foreground !== 'auto') return options;
  const foreground = await findForeground(pictures, options);
  options.onForeground?.(foreground);
  return { ...options, lookArea: foreground.lookArea };
}

const WHOLE: LookArea = { include: null, ignore: [], mask: null };

function toForeground(
  grids: readonly PatchGrid[],
  {
    names,
    area,
    first = { width: 1, height: 1 },
    outstanding,
  }: {
    readonly names: readonly string[];
    readonly area: LookArea;
    readonly first: Size | undefined;
    readonly outstanding: readonly (Uint8Array | null)[];
  },
): Foreground {
  const agreed = agreeOnForeground(grids);
  const doubt = doubtOf(agreed);
  if (doubt !== null) {
    const of = doubt.picture === null ? '' : `${names[doubt.picture]}: `;
    throw noForeground(
      `${of}${doubt.fault}: expected parts in one place, on a background all around`,
    );
  }
  const mask = toMask(agreed.patches, grids[0], maskPlaceOf(first, area), outstanding);
  const lookArea = { ...area, mask };
  const whole = { x: 0, y: 0, ...first };
  const looked = lookMask(lookArea, first, whole);
  const share = looked.reduce((sum, is) => sum + is, 0) / looked.length;
  return { lookArea, share, agreement: Math.min(...agreed.agreements) };
}

/** What is looked at of a picture, cut out; shape [window.height, window.width, 3]. */
function lookedWindow(image: RgbImage, area: LookArea): RgbImage {
  if (area === WHOLE) return image;
  const window = lookWindow(area, image);
  return fillUnlooked(crop(image, window), lookMask(area, image, window));
}

/** Of the square, on each side. */
function surroundOf(size: number): number {
  return Math.round(FOREGROUND.surround * size);
}

/** A picture in a square, with its mirror image around it: to a network its edges are then none. */
function surrounded(image: RgbImage, size: number): RgbImage {
  const around = surroundOf(size);
  const side = size - 2 * around;
  const { data } = resizeBilinear(image, side, side);
  const from = (v: number): number => {
    const at = v - around;
    if (at < 0) return -at - 1;
    return at < side ? at : 2 * side - 1 - at;
  };
  const square = new Uint8Array(size * size * 3);
  for (let y = 0, to = 0; y < size; y++) {
    for (let x = 0; x < size; x++, to += 3) {
      const start = (from(y) * side + from(x)) * 3;
      square.set(data.subarray(start, start + 3), to);
    }
  }
  return { data: square, width: size, height: size };
}

/** The patches whose centres lie in the picture itself, with rows of length 1. */
function inner({ features, width, height }: PatchFeatures): PatchGrid {
  const columns = within(width);
  const lines = within(height);
  const patches = lines.flatMap((y) => columns.map((x) => y * width + x));
  const rows = unitRows(gatherRows(features, Uint32Array.from(patches)));
  return { rows, width: columns.length, height: lines.length };
}

function within(cells: number): number[] {
  return Array.from({ length: cells }, (_, i) => i).filter((i) => {
    const centre = (i + 0.5) / cells;
    return centre > FOREGROUND.surround && centre < 1 - FOREGROUND.surround;
  });
}

/** How the first picture lies in a mask of it. */
interface MaskPlace {
  /** Of the mask. */
  readonly size: Size;
  /** What is looked at anyway, pixels of the mask. */
  readonly window: Rectangle;
}

function maskPlaceOf(picture: Size, area: LookArea): MaskPlace {
  const scale = Math.min(LONGER_SIDE / Math.max(picture.width, picture.height), 1);
  const [width, height] = [picture.width, picture.height].map((side) =>
    Math.max(Math.round(side * scale), 1),
  );
  return { size: { width, height }, window: lookWindow(area, { width, height }) };
}

/** What patches and pixels agree on, with a margin, laid over the whole picture. */
function toMask(
  patches: Uint8Array,
  grid: Size,
  { size, window }: MaskPlace,
  outstanding: readonly (Uint8Array | null)[],
): Mask {
  const agreed = new Uint8Array(window.width * window.height);
  for (let y = 0, i = 0; y < window.height; y++) {
    const line = Math.floor(((y + 0.5) * grid.height) / window.height) * grid.width;
    for (let x = 0; x < window.width; x++, i++) {
      agreed[i] = patches[line + Math.floor(((x + 0.5) * grid.width) / window.width)];
    }
  }
  const looked = withMargin(narrowedForeground(agreed, window, outstanding), window);
  const data = new Uint8Array(size.width * size.height);
  for (let y = 0; y < window.height; y++) {
    const row = looked.subarray(y * window.width, (y + 1) * window.width);
    data.set(row, (window.y + y) * size.width + window.x);
  }
  return { data, ...size };
}

function noForeground(fault: string): SupportSetError {
  return new SupportSetError(
    'find the foreground',
    fault,
    'Say where to look by a shape or a mask, or look everywhere.',
    { options: ['foreground', 'region', 'mask'] },
  );
}
