import { ArgumentRangeError } from '../errors.ts';
import type { Rectangle, RgbImage } from '../image/rgb-image.ts';
import { type Random, seededRandom } from '../random.ts';
import { takePicture } from './camera.ts';
import type { DefectKind } from './defects/index.ts';
import { partDistance } from './design.ts';
import { between } from './draw.ts';
import { designOf, parsePartKind, type PartKind } from './kinds/index.ts';
import type { View } from './pose.ts';
import type { Distance } from './sdf.ts';
import { drawLight, type LightFreedom, shade } from './shading.ts';
import { paintTable } from './surface.ts';
import { boxOf, FIELD, layPart, SHIFT, viewAt } from './tray-part.ts';

/** What to render. */
export interface TrayOptions {
  /** Kind of the parts. */
  readonly kind: PartKind;
  /** Any integer: another seed is other parts elsewhere in another picture. */
  readonly seed: number;
  /** Places a row, of which parts take some. */
  readonly columns: number;
  /** Rows of places. */
  readonly rows: number;
  /** Side of a place, pixels, from 32 to 512. */
  readonly place: number;
  /** One a part, `null` for a good one; no more than there are places. */
  readonly parts: readonly (DefectKind | null)[];
  /** Pairs of neighbours that touch, as far as there are such; none by default. */
  readonly touching?: number;
  /** Whether parts lie at any angle; true by default. */
  readonly isTurned?: boolean;
  /** Whether direction, strength, colour and evenness of the light vary; `varied` by default. */
  readonly light?: LightFreedom;
  /** Standard deviation of the sensor noise at mid-grey, in levels of 255; 2 by default. */
  readonly noise?: number;
}

/** A part on a tray. */
export interface TrayPart {
  /** What it covers, pixels of the picture. */
  readonly box: Rectangle;
  /** What is wrong with it, null for a good one. */
  readonly defect: DefectKind | null;
  /** Whether it touches another one. */
  readonly isTouching: boolean;
}

/** A picture of a tray with its truth. */
export interface TraySample {
  /** The picture. */
  readonly image: RgbImage;
  /** The parts on it, row by row from the left. */
  readonly parts: readonly TrayPart[];
}

/** How deep parts that touch reach into each other, part units: less than a pixel, mostly. */
const CONTACT = 0.02;
/** Steps by which one is moved until they touch, each half as far as the last. */
const STEPS = 20;
/** Points a side at which the outlines of two parts are compared. */
const POINTS = 72;

/**
 * Renders a tray on which several parts of one kind lie, the same bytes for the same options on every machine.
 *
 * @throws {@link ArgumentRangeError} if there are fewer places than parts, or a number is out of range.
 */
export function renderTray(options: TrayOptions): TraySample {
  const { seed, columns, rows, place, parts, noise = 2, light: freedom = 'varied' } = options;
  const design = designOf(parsePartKind(options.kind));
  assertTray(options);
  const random = seededRandom(seed);
  const picture = { width: columns * place, height: rows * place };
  const light = drawLight(freedom, random.fork('light'));
  const camera = {
    blur: between(random.fork('blur'), 0.03, 0.1),
    noise,
    seed: random.fork('noise').below(2 ** 31),
  };
  const spots = layParts(options, partDistance(design), random);
  const placed = spots.map(({ view }, i) =>
    layPart({ design, defect: parts[i] }, { view, place, light, camera }, random.fork(`part-${i}`)),
  );
  const view = { ...viewAt(0, 0, options, 0), ...picture };
  const table = { background: design.background, view, seed: random.fork('table').below(2 ** 31) };
  const image = takePicture(shade(paintTable(placed, table), view, light), view, camera);
  return {
    image,
    parts: spots.map((spot, i) => ({
      box: boxOf(placed[i].design, spot.view),
      defect: parts[i],
      isTouching: spot.isTouching,
    })),
  };
}

/** A part's place. */
interface Spot {
  readonly column: number;
  readonly row: number;
  view: View;
  isTouching: boolean;
}

/** Draws places for the parts, and moves some until they touch their neighbour to the left. */
function layParts(options: TrayOptions, distance: Distance, random: Random): Spot[] {
  const { columns, rows, parts, touching = 0, isTurned = true } = options;
  const numbers = random.fork('places').sample(columns * rows, parts.length);
  const pose = random.fork('pose');
  const spots = numbers
    .toSorted((a, b) => a - b)
    .map((number): Spot => {
      const [column, row] = [number % columns, Math.floor(number / columns)];
      const x = (column + 0.5) * FIELD + between(pose, -SHIFT, SHIFT);
      const y = (row + 0.5) * FIELD + between(pose, -SHIFT, SHIFT);
      const turn = isTurned ? pose.uniform() : 0;
      return { column, row, view: viewAt(x, y, options, turn), isTouching: false };
    });
  let pairs = 0;
  for (const [i, right] of spots.entries()) {
    const left = spots[i - 1];
    if (pairs === touching || i === 0 || left.isTouching) continue;
    if (left.row !== right.row || left.column !== right.column - 1) continue;
    right.view = movedUntilTouching(left.view, right.view, distance);
    left.isTouching = right.isTouching = true;
    pairs++;
  }
  return spots;
}

function movedUntilTouching(left: View, right: View, distance: Distance): View {
  const at = (share: number): View => {
    const { originX, originY } = left;
    return {
      ...right,
      originX: originX + (right.originX - originX) * share,
      originY: originY + (right.originY - originY) * share,
    };
  };
  let [inside, outside] = [0, 1];
  for (let step = 0; step < STEPS; step++) {
    const middle = (inside + outside) / 2;
    if (gapBetween(left, at(middle), distance) < -CONTACT) inside = middle;
    else outside = middle;
  }
  return at(outside);
}

/** How far two parts are from each other, part units; below 0 how deep one reaches into the other. */
function gapBetween(one: View, other: View, distance: Distance): number {
  const [dx, dy] = [
    (one.originX - other.originX) * one.pixel,
    (one.originY - other.originY) * one.pixel,
  ];
  let least = Infinity;
  for (let i = 0; i < POINTS * POINTS; i++) {
    const x = ((i % POINTS) / (POINTS - 1) - 0.5) * 2.5;
    const y = (Math.floor(i / POINTS) / (POINTS - 1) - 0.5) * 2.5;
    if (distance(x, y) > 0) continue;
    const [u, v] = [one.cos * x - one.sin * y + dx, one.sin * x + one.cos * y + dy];
    least = Math.min(least, distance(other.cos * u + other.sin * v, other.cos * v - other.sin * u));
  }
  return least;
}

function isSize(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}

/**
 * Checks what trays are drawn by.
 *
 * @throws {@link ArgumentRangeError} if there are fewer places than parts, or a number is out of range.
 */
export function assertTray({
  seed,
  columns,
  rows,
  place,
  parts,
  noise = 2,
}: Omit<TrayOptions, 'kind' | 'parts'> & { readonly parts: readonly unknown[] }): void {
  const checks: readonly (readonly [string, number, boolean, string])[] = [
    ['seed', seed, Number.isSafeInteger(seed), 'an integer'],
    ['columns', columns, isSize(columns, 32), 'a whole number from 1 to 32'],
    ['rows', rows, isSize(rows, 32), 'a whole number from 1 to 32'],
    ['place', place, isSize(place, 512) && place >= 32, 'a whole number of pixels from 32 to 512'],
    ['parts', parts.length, parts.length <= columns * rows, `up to ${columns * rows}, one a place`],
    ['noise', noise, noise >= 0 && noise <= 64, 'a number from 0 to 64'],
  ];
  for (const [name, value, holds, expected] of checks) {
    if (!holds) throw new ArgumentRangeError(name, value, expected);
  }
}
