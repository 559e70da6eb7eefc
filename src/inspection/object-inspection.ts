/**
 * Judges a picture by the objects that lie in it, each as a picture of its own.
 *
 * @module
 */
import type { Rectangle, RgbImage, Size } from '../image/rgb-image.ts';
import {
  expectedObjects,
  type FreeLayout,
  type GridLayout,
  type ObjectLayout,
} from '../objects/layout.ts';
import { type SplitObject, splitObjects } from '../objects/split-objects.ts';
import type { InspectedObject, Inspection, Region, Timings, Verdict } from './inspection.ts';
import { mapOfObjects } from './object-map.ts';
import {
  countReasons,
  frameReasons,
  NO_OBJECTS,
  objectReasons,
  overlapReasons,
} from './object-reasons.ts';
import { effectOf, type Reason } from './reason.ts';
import type { JudgedObject } from './judged-object.ts';

/** What judging objects needs. */
export interface ObjectInspectionOptions {
  /** Judges the picture of one object, of which touching others may leave less to be judged; or a picture as a whole. */
  readonly inspect: (one: Pick<SplitObject, 'image' | 'contact'>) => Promise<Inspection>;
  /** Milliseconds of any clock. */
  readonly clock: () => number;
}

/**
 * Splits a picture, judges each object, and joins what was found: the worst object decides, and so does their
 * number. Where no object can be judged, neither can the picture, whatever their number: it is the station
 * that is at fault.
 *
 * @param image - Of any size, shape [H, W, 3].
 */
export async function inspectObjects(
  image: RgbImage,
  layout: GridLayout | FreeLayout,
  { inspect, clock }: ObjectInspectionOptions,
): Promise<Inspection> {
  const start = clock();
  const objects = splitObjects(image, layout);
  const splitting = clock() - start;
  const expected = expectedObjects(layout);
  if (objects.length === 0) {
    return ofNothing(await inspect({ image, contact: null }), image, expected);
  }
  const judged: JudgedObject[] = [];
  for (const object of objects) judged.push({ object, inspection: await inspect(object) });
  const missing = layout.kind === 'grid' ? judged.flatMap(emptyCell) : [];
  const found = judged.length - missing.length;
  const where = missing.length === 0 ? undefined : { noun: 'place', names: missing };
  const own = [...countReasons(found, expected, where), ...overlapReasons(judged)];
  return joinObjects(image, layout, { judged, own, found, splitting });
}

/** Objects that were judged, and what is found of them together. */
export interface JudgedObjects {
  /** At least one. */
  readonly judged: readonly JudgedObject[];
  /** What stands against the picture besides its objects. */
  readonly own: readonly Reason[];
  /** How many are there. */
  readonly found: number;
  /** Milliseconds that it took to split the picture. */
  readonly splitting: number;
}

/** What is found of a picture by its objects: the worst decides. */
export function joinObjects(
  image: RgbImage,
  layout: ObjectLayout,
  { judged, own: besides, found, splitting }: JudgedObjects,
): Inspection {
  const own = [...frameReasons(image, layout.picture), ...besides];
  const worst = judged.reduce((one, other) => (isWorse(other, one) ? other : one));
  const { score, threshold, ratio } = worst.inspection;
  return {
    verdict: verdictOf(judged, own),
    reasons: [...own, ...objectReasons(judged)],
    // Those of one kind have one threshold.
    provisional: judged.some(({ inspection }) => inspection.provisional),
    score,
    threshold,
    ratio,
    map: mapOfObjects(image, judged),
    regions: judged.flatMap((one) => regionsOf(one, image)).toSorted((a, b) => b.peak - a.peak),
    hottest: hottestOf(worst),
    timings: joinTimings(judged, splitting),
    objects: judged.map(toObject),
    expectedObjects: expectedObjects(layout),
    foundObjects: found,
  };
}

/** Which of the cells of a grid, from 1, show no part. */
function emptyCell(one: JudgedObject, n: number): string[] {
  return isEmpty(one) ? [String(n + 1)] : [];
}

/** Whether the part is not there. */
export function isEmpty({ inspection }: JudgedObject): boolean {
  return inspection.reasons.some(({ code }) => code === 'absent');
}

function verdictOf(judged: readonly JudgedObject[], own: readonly Reason[]): Verdict {
  const verdicts = new Set(judged.map(({ inspection }) => inspection.verdict));
  const effects = new Set(own.map(({ code }) => effectOf(code)));
  const isAnyJudged = verdicts.has('pass') || verdicts.has('fail');
  if (!isAnyJudged || effects.has('cannot judge')) return 'cannot judge';
  if (verdicts.has('fail') || effects.has('fail')) return 'fail';
  return verdicts.has('cannot judge') || effects.has('never a pass') ? 'cannot judge' : 'pass';
}

/** Most pressing last. */
const RANKS: readonly Verdict[] = ['pass', 'cannot judge', 'fail'];

function isWorse({ inspection: one }: JudgedObject, { inspection: other }: JudgedObject): boolean {
  const [rank, otherRank] = [one, other].map(({ verdict }) => RANKS.indexOf(verdict));
  if (rank !== otherRank) return rank > otherRank;
  const isAlike = one.threshold === other.threshold;
  // Scores of several kinds compare by their thresholds alone.
  return isAlike ? one.score > other.score : (one.ratio ?? Infinity) > (other.ratio ?? Infinity);
}

function toObject({ object, inspection }: JudgedObject): InspectedObject {
  const { verdict, reasons, score, ratio } = inspection;
  const own = object.isOverlapping ? overlapReasons([{ object, inspection }]) : [];
  return {
    box: object.box,
    angle: object.angle,
    verdict: own.length > 0 && verdict === 'pass' ? 'cannot judge' : verdict,
    reasons: [...own, ...reasons],
    score: finite(score),
    ratio: ratio === null ? null : finite(ratio),
    ...(object.contact && { touching: true as const }),
    ...(object.place && { place: object.place.name, kind: object.place.kind }),
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Defects of an object in pixels of the picture, without those that stand where something else was. */
function regionsOf(
  { object: { window, filled }, inspection }: JudgedObject,
  picture: Size,
): Region[] {
  const { regions } = inspection;
  const isOwn = ({ x, y, width, height }: Region): boolean => {
    const middle = Math.floor(y + height / 2) * window.width + Math.floor(x + width / 2);
    return filled === null || filled[middle] === 0;
  };
  const own = regions.filter(isOwn);
  const shown = own.length > 0 ? own : regions.slice(0, 1);
  return shown.map((region) => ({ ...region, ...within(moved(region, window), picture) }));
}

function hottestOf({
  object: { window },
  inspection: { hottest },
}: JudgedObject): Inspection['hottest'] {
  return { ...hottest, box: moved(hottest.box, window) };
}

function moved({ x, y, width, height }: Rectangle, window: Rectangle): Rectangle {
  return { x: x + window.x, y: y + window.y, width, height };
}

/** What of a box lies in the picture, a pixel at least. */
function within(box: Rectangle, picture: Size): Rectangle {
  const x = Math.min(Math.max(box.x, 0), picture.width - 1);
  const y = Math.min(Math.max(box.y, 0), picture.height - 1);
  const right = Math.min(box.x + box.width, picture.width);
  const bottom = Math.min(box.y + box.height, picture.height);
  return { x, y, width: Math.max(right - x, 1), height: Math.max(bottom - y, 1) };
}

function joinTimings(judged: readonly JudgedObject[], splitting: number): Timings {
  const sum = (stage: keyof Timings): number =>
    judged.reduce((total, { inspection }) => total + inspection.timings[stage], 0);
  return {
    preprocess: sum('preprocess') + splitting,
    features: sum('features'),
    search: sum('search'),
    map: sum('map'),
  };
}

/** Of a picture in which nothing was found; what is nearest to it is that of the picture as a whole. */
function ofNothing(
  whole: Inspection,
  { width, height }: Size,
  expected: number | null,
): Inspection {
  return {
    ...whole,
    verdict: 'cannot judge',
    reasons: [NO_OBJECTS],
    score: Number.NaN,
    ratio: null,
    map: { width, height, data: new Float32Array(width * height), missing: null },
    regions: [],
    objects: [],
    expectedObjects: expected,
    foundObjects: 0,
  };
}
