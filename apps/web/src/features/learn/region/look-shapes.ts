import type { Corner, LookArea, Shape } from '../../../ports/parts-api.ts';

/** What a shape says: look there, or do not. */
export type ShapeKind = 'include' | 'ignore';

/** Which shape of an area: the one that is looked at, or the number of one that is not, from 0. */
export type ShapeKey = 'include' | number;

/** The whole picture. */
export const WHOLE: LookArea = { include: null, ignore: [] };

/** The least side of a rectangle, share of the picture's: less was a click. */
const LEAST_SIDE = 0.01;
/** Corners of a picture are kept to one of ten thousand. */
const STEPS = 10_000;

/** Whether nothing is left out. */
export function isWhole({ include, ignore }: LookArea): boolean {
  return include === null && ignore.length === 0;
}

/** The shapes of an area, each with what it is called by. */
export function shapesOf({ include, ignore }: LookArea): readonly {
  readonly key: ShapeKey;
  readonly shape: Shape;
}[] {
  const ignored = ignore.map((shape, key) => ({ key, shape }));
  return include === null ? ignored : [{ key: 'include', shape: include }, ...ignored];
}

/** The area with one more shape; of those that are looked at there is one, the last. */
export function withShape(area: LookArea, kind: ShapeKind, shape: Shape): LookArea {
  if (kind === 'include') return { ...area, include: shape };
  return { ...area, ignore: [...area.ignore, shape] };
}

/** The area with another shape in the place of one. */
export function withReplaced(area: LookArea, key: ShapeKey, shape: Shape): LookArea {
  if (key === 'include') return { ...area, include: shape };
  return { ...area, ignore: area.ignore.with(key, shape) };
}

/** The area without a shape. */
export function withoutShape(area: LookArea, key: ShapeKey): LookArea {
  if (key === 'include') return { ...area, include: null };
  return { ...area, ignore: area.ignore.toSpliced(key, 1) };
}

/** The rectangle between two of its corners. */
export function rectangleBetween(from: Corner, to: Corner): Shape {
  const [left, right] = [from[0], to[0]].map(within).toSorted(ascending);
  const [top, bottom] = [from[1], to[1]].map(within).toSorted(ascending);
  if (left === undefined || right === undefined || top === undefined || bottom === undefined) {
    return [];
  }
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ];
}

/** Whether a shape has an extent that somebody meant. */
export function isDrawn(shape: Shape): boolean {
  if (shape.length < 3) return false;
  const { across, down } = spansOf(shape);
  // Rounded: 0.6 less 0.59 is a little less than 0.01.
  return (
    within(across.end - across.start) >= LEAST_SIDE && within(down.end - down.start) >= LEAST_SIDE
  );
}

/** Whether a shape is a rectangle, whose corners move together. */
export function isRectangle(shape: Shape): boolean {
  const [a, b, c, d] = shape;
  if (shape.length !== 4 || !a || !b || !c || !d) return false;
  return a[1] === b[1] && b[0] === c[0] && c[1] === d[1] && d[0] === a[0];
}

/** The shape with a corner elsewhere, within the picture; a rectangle stays one, and does not turn over. */
export function withCorner(shape: Shape, index: number, [x, y]: Corner): Shape {
  const corner = shape[index];
  const opposite = shape[(index + 2) % 4];
  if (corner === undefined) return shape;
  if (!isRectangle(shape) || opposite === undefined) {
    return shape.with(index, [within(x), within(y)]);
  }
  const place = [
    besides(within(x), corner[0], opposite[0]),
    besides(within(y), corner[1], opposite[1]),
  ] as const;
  return shape.map((other) => [
    other[0] === corner[0] ? place[0] : other[0],
    other[1] === corner[1] ? place[1] : other[1],
  ]);
}

/** On the side of the opposite corner where it was, and not too near. */
function besides(wanted: number, now: number, opposite: number): number {
  return now < opposite
    ? Math.min(wanted, within(opposite - LEAST_SIDE))
    : Math.max(wanted, within(opposite + LEAST_SIDE));
}

/** The shape as far from where it was as the picture has room. */
export function moved(shape: Shape, [x, y]: Corner): Shape {
  const { across, down } = spansOf(shape);
  const dx = Math.min(Math.max(x, -across.start), 1 - across.end);
  const dy = Math.min(Math.max(y, -down.start), 1 - down.end);
  return shape.map((corner) => [within(corner[0] + dx), within(corner[1] + dy)]);
}

/** The shape with one more corner, halfway to the next; it is a polygon then. */
export function withCornerAfter(shape: Shape, index: number): Shape {
  const [from, to] = [shape[index], shape[(index + 1) % shape.length]];
  if (from === undefined || to === undefined) return shape;
  return shape.toSpliced(index + 1, 0, [
    within((from[0] + to[0]) / 2),
    within((from[1] + to[1]) / 2),
  ]);
}

/** The shape without a corner; itself where too few would be left. */
export function withoutCorner(shape: Shape, index: number): Shape {
  return shape.length > 3 ? shape.toSpliced(index, 1) : shape;
}

/** A shape to begin with for whoever does not draw, in the middle of the picture. */
export function firstShape(kind: ShapeKind, form: 'rectangle' | 'polygon'): Shape {
  const reach = kind === 'include' ? 0.3 : 0.1;
  if (form === 'rectangle') {
    return rectangleBetween([0.5 - reach, 0.5 - reach], [0.5 + reach, 0.5 + reach]);
  }
  return Array.from({ length: 6 }, (_, corner) => {
    const angle = (corner / 6) * 2 * Math.PI;
    return [within(0.5 + reach * Math.cos(angle)), within(0.5 + reach * Math.sin(angle))];
  });
}

/** The middle of what a shape spans. */
export function middleOf(shape: Shape): Corner {
  const { across, down } = spansOf(shape);
  return [(across.start + across.end) / 2, (down.start + down.end) / 2];
}

interface Span {
  readonly start: number;
  readonly end: number;
}

function spansOf(shape: Shape): { readonly across: Span; readonly down: Span } {
  return { across: spanOf(shape.map(([x]) => x)), down: spanOf(shape.map(([, y]) => y)) };
}

function spanOf(shares: readonly number[]): Span {
  return { start: Math.min(...shares), end: Math.max(...shares) };
}

function within(share: number): number {
  return Math.min(Math.max(Math.round(share * STEPS) / STEPS, 0), 1);
}

function ascending(a: number, b: number): number {
  return a - b;
}
