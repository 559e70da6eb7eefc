import { cornersOf, type LookArea, lookMask, lookWindow } from './look-area.ts';
import type { Rectangle, Size } from './rgb-image.ts';
import { inverseOf, placeUnder, type Similarity } from './similarity.ts';

/** Where to look in a picture in which the part lies elsewhere. */
export interface MovedArea {
  readonly area: LookArea;
  /** Share of what is looked at of the good picture that is in view; 1 where nothing says where to look, but where not. */
  readonly share: number;
}

/** How the part of a picture lies. */
export interface Moved {
  /** From the good picture to this one, pixels of the good picture's size. */
  readonly similarity: Similarity;
  readonly good: Size;
  readonly picture: Size;
}

/**
 * A look area that follows the part: a mask of the picture, each pixel of which is looked at if the place of
 * the good picture is that it shows. What the good picture does not show is looked at, unless a shape or a mask says
 * where to look.
 * What is cut out keeps its size, so that the part is seen as large as it was learned, and moves with its middle.
 *
 * @throws {@link ArgumentRangeError} if no pixel of the good picture is looked at.
 */
export function movedArea(area: LookArea, { similarity, good, picture }: Moved): MovedArea {
  const before = lookMask(area, good, { x: 0, y: 0, ...good });
  const [across, down] = [picture.width / good.width, picture.height / good.height];
  const window = movedWindow(area, { similarity, good, picture });
  const { a, b, c, d } = inverseOf(similarity);
  const beyond = area.include === null && area.mask === null ? 1 : 0;
  const data = new Uint8Array(picture.width * picture.height);
  for (let y = window.y; y < window.y + window.height; y++) {
    for (let x = window.x; x < window.x + window.width; x++) {
      const [u, v] = [(x + 0.5) / across, (y + 0.5) / down];
      const column = Math.floor(a * u - b * v + c);
      const row = Math.floor(b * u + a * v + d);
      const isKnown = column >= 0 && row >= 0 && column < good.width && row < good.height;
      data[y * picture.width + x] = isKnown ? before[row * good.width + column] : beyond;
    }
  }
  const mask = { data, width: picture.width, height: picture.height };
  return {
    area: { include: shapeOf(window, picture), ignore: [], mask },
    share: beyond === 1 ? 1 : shareWithin(before, window, { similarity, good, picture }),
  };
}

/** Share of the pixels of the good picture that are looked at whose places lie in a window of the other. */
function shareWithin(
  looked: Uint8Array,
  window: Rectangle,
  { similarity, good, picture }: Moved,
): number {
  const [across, down] = [picture.width / good.width, picture.height / good.height];
  let [all, within] = [0, 0];
  for (const [i, is] of looked.entries()) {
    if (is === 0) continue;
    all++;
    const [x, y] = placeUnder(similarity, [
      (i % good.width) + 0.5,
      Math.floor(i / good.width) + 0.5,
    ]);
    const [column, row] = [x * across - window.x, y * down - window.y];
    if (column >= 0 && row >= 0 && column < window.width && row < window.height) within++;
  }
  return within / all;
}

/** Of the size that it had, as far as the picture goes. */
function movedWindow(area: LookArea, { similarity, good, picture }: Moved): Rectangle {
  const own = lookWindow(area, picture);
  if (area.include === null) return own;
  const [across, down] = [picture.width / good.width, picture.height / good.height];
  const middle = [(own.x + own.width / 2) / across, (own.y + own.height / 2) / down] as const;
  const [x, y] = placeUnder(similarity, middle);
  return {
    ...own,
    x: start(x * across, own.width, picture.width),
    y: start(y * down, own.height, picture.height),
  };
}

/** Where a length begins whose middle is given, within what there is. */
function start(middle: number, length: number, most: number): number {
  return Math.min(Math.max(Math.round(middle - length / 2), 0), most - length);
}

/** Null where that is the whole picture. */
function shapeOf({ x, y, width, height }: Rectangle, picture: Size): LookArea['include'] {
  if (width === picture.width && height === picture.height) return null;
  return cornersOf({
    x: x / picture.width,
    y: y / picture.height,
    width: width / picture.width,
    height: height / picture.height,
  });
}
