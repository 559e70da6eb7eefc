/**
 * Learns from good pictures how objects lie in them: what the ground is, how large an object is, how many
 * there are.
 *
 * @module
 */
import { ArgumentRangeError, SupportSetError } from '../errors.ts';
import { crop } from '../image/draw.ts';
import type { Rectangle, RgbImage, Size } from '../image/rgb-image.ts';
import { blobsOf, sight, type Sighted } from './blobs.ts';
import { chooseMasking } from './choose-masking.ts';
import { explainSizes } from './counting.ts';
import { findObjects, type ObjectOutline } from './find-objects.ts';
import { thresholdOf } from './foreground.ts';
import { borderPixels } from './ground.ts';
import {
  areaIn,
  assertGrid,
  type FreeLayout,
  type GridLayout,
  MOST_OBJECTS,
  type ObjectLayout,
} from './layout.ts';

/** Ground about an object in what is cut out, as a share of its longer side at each end. */
const MARGIN = 0.12;
/** Good objects lie within this many times the usual size, and one over it. */
const MOST_UNLIKE = 1.6;

/** How the objects of a picture are told apart: a number of them, any number, or a grid of cells. */
export type ObjectsWanted = number | 'auto' | Pick<GridLayout, 'columns' | 'rows'>;

/** What good pictures show of how objects lie. */
export interface LayoutLesson {
  /** How objects are told apart. */
  readonly objects: ObjectsWanted;
  /** Where objects are looked for, in shares of the picture's sides; null for all of the picture. */
  readonly area: Rectangle | null;
}

/** A good picture as far as it says how objects lie. */
interface Lesson {
  readonly name: string;
  readonly sighted: Sighted;
}

/**
 * Takes good pictures one after another, then tells the layout; of each it keeps what a small one takes.
 */
export class LayoutLearning {
  readonly #wanted: LayoutLesson;
  readonly #lessons: Lesson[] = [];
  #picture: Size | undefined;

  /** @throws {@link ArgumentRangeError} if the number of objects is none, or too large. */
  constructor(wanted: LayoutLesson) {
    this.#wanted = wanted;
    const { objects } = wanted;
    if (typeof objects === 'object') assertGrid(objects);
    else if (
      objects !== 'auto' &&
      !(Number.isInteger(objects) && objects >= 1 && objects <= MOST_OBJECTS)
    ) {
      throw new ArgumentRangeError(
        'objects',
        objects,
        `auto or a whole number from 1 to ${MOST_OBJECTS}`,
      );
    }
  }

  /**
   * Looks at a good picture.
   *
   * @param image - Of any size, shape [H, W, 3].
   */
  add(name: string, image: RgbImage): void {
    const { objects, area } = this.#wanted;
    this.#picture ??= { width: image.width, height: image.height };
    if (typeof objects === 'object') return;
    const within = area === null ? image : crop(image, areaIn(area, image));
    this.#lessons.push({ name, sighted: sight(within) });
  }

  /**
   * The layout.
   *
   * @throws {@link ArgumentRangeError} if there is no picture.
   * @throws {@link SupportSetError} if objects do not stand out from the ground, or there is another number of them.
   */
  layout(): ObjectLayout {
    const { objects, area } = this.#wanted;
    const picture = this.#picture;
    if (picture === undefined) throw new ArgumentRangeError('pictures', 0, 'at least one picture');
    if (typeof objects === 'object') return { kind: 'grid', picture, area, ...objects };
    const expected = objects === 'auto' ? null : objects;
    return { kind: 'free', picture, area, ...learnFree(this.#lessons, expected) };
  }
}

function learnFree(
  lessons: readonly Lesson[],
  expected: number | null,
): Omit<FreeLayout, 'kind' | 'picture' | 'area'> {
  const limits = lessons.map(limitsIn);
  const highest = Math.min(...limits.map((one) => one.threshold));
  const noise = Math.max(...limits.map((one) => one.noise));
  const pictures = lessons.map(({ sighted }) => sighted);
  const chosen = chooseMasking(pictures, { threshold: highest, noise, expected });
  if (chosen === undefined) throw unlikeNumber(lessons, highest, expected);
  const { threshold, gap, usual } = chosen;
  const seen = lessons.map((lesson) => {
    const pixels = usual * pixelsIn(lesson.sighted);
    const sizes = { smallest: pixels / MOST_UNLIKE, usual: pixels, largest: pixels * 1.2 };
    return findObjects(lesson.sighted, { threshold, gap, count: expected, sizes }).objects;
  });
  for (const [i, outlines] of seen.entries()) assertGood(outlines, lessons[i], { expected, usual });
  const sizes = seen.flatMap((outlines, i) =>
    outlines.map((one) => shareOf(one.area, lessons[i].sighted)),
  );
  const sides = seen.flatMap((outlines, i) => {
    const { width, height } = lessons[i].sighted.size;
    return outlines.map((one) => Math.max(one.width, one.height) / Math.max(width, height));
  });
  const counts = new Set(seen.map((outlines) => outlines.length));
  return {
    count: counts.size === 1 ? seen[0].length : null,
    threshold,
    gap,
    sizes: { smallest: Math.min(...sizes), usual, largest: Math.max(...sizes) },
    side: Math.max(...sides) * (1 + 2 * MARGIN),
  };
}

function limitsIn({ name, sighted }: Lesson): {
  readonly threshold: number;
  readonly noise: number;
} {
  const { distances, size } = sighted;
  const border = borderPixels(size).map((pixel) => distances[pixel]);
  const limits = thresholdOf(distances, border);
  if (limits !== undefined) return limits;
  throw new SupportSetError(
    'tell objects apart',
    `nothing in ${name} stands out from the colour of its border: expected objects on a ground of one colour`,
    'Put a ground of another colour below the objects, name an area whose border shows the ground, or name a grid.',
  );
}

interface Finding {
  readonly expected: number | null;
  readonly usual: number;
}

/** Checks the objects of one good picture. */
function assertGood(
  outlines: readonly ObjectOutline[],
  lesson: Lesson,
  { expected, usual }: Finding,
): void {
  const { name, sighted } = lesson;
  if (expected !== null && outlines.length !== expected) {
    throw wrongNumber(name, outlines.length, expected);
  }
  const odd = outlines.find(({ area, isOverlapping }) => {
    const ratio = shareOf(area, sighted) / usual;
    return isOverlapping || ratio > MOST_UNLIKE || ratio < 1 / MOST_UNLIKE;
  });
  if (odd === undefined) return;
  const percent = Math.round((100 * shareOf(odd.area, sighted)) / usual);
  throw new SupportSetError(
    'tell objects apart',
    `an object of ${name} has ${percent} % of the usual size${odd.isOverlapping ? ', and others cover it' : ''}: expected objects of one size that lie apart`,
    'Take pictures of objects that do not cover each other on an empty ground, or say how many there are.',
  );
}

/** Where no size of an object explains the number, the first picture that shows another number is named. */
function unlikeNumber(
  lessons: readonly Lesson[],
  threshold: number,
  expected: number | null,
): SupportSetError {
  const areas = lessons.map(({ sighted }) =>
    blobsOf(sighted, { threshold, gap: 0 }).map((blob) => shareOf(blob.area, sighted)),
  );
  const usual = explainSizes(areas, null)?.usual ?? Infinity;
  const counts = areas.map((ofPicture) => ofPicture.filter((share) => share >= usual / 2).length);
  const i = Math.max(
    counts.findIndex((count) => count !== expected),
    0,
  );
  return wrongNumber(lessons[i].name, counts[i], expected ?? 1);
}

function wrongNumber(name: string, found: number, expected: number): SupportSetError {
  return new SupportSetError(
    'tell objects apart',
    `${name} shows ${found}: expected ${expected}`,
    'Leave out pictures that show another number, let objects lie apart on a ground of one colour, or name a grid.',
  );
}

function pixelsIn({ size: { width, height } }: Sighted): number {
  return width * height;
}

function shareOf(pixels: number, sighted: Sighted): number {
  return pixels / pixelsIn(sighted);
}
