/**
 * How many objects each area of a foreground is, by the size of one.
 *
 * @module
 */

/** An area below this share of the smallest object is none: a chip, dust. */
const LEAST_SHARE = 0.25;
/** An area up to this times the largest object is one, however large that one is. */
const LARGEST_TIMES = 1.3;
/** Two that cover each other are this share of one larger than one, at least: where one is lacking, another that is too large is one. */
const COVERED_SHARE = 0.45;
/** Most objects that one area is taken for. */
const MOST_JOINED = 255;
/** Good pictures' areas below this share of the largest are no objects. */
const LEAST_OF_LARGEST = 0.08;

/** Sizes of objects, in one unit. */
export interface ObjectSizes {
  /** Of the smallest good object. */
  readonly smallest: number;
  /** Of most. */
  readonly usual: number;
  /** Of the largest good object. */
  readonly largest: number;
}

/**
 * How many objects each area is; 0 where it is none.
 *
 * @param areas - Of the connected areas, holes filled.
 * @param expected - How many objects there should be: where fewer are seen, the area that is largest for its number has one more.
 */
export function countObjects(
  areas: readonly number[],
  { smallest, usual, largest }: ObjectSizes,
  expected: number | null,
): number[] {
  const counts = areas.map((area) => {
    if (area < LEAST_SHARE * smallest) return 0;
    if (area <= LARGEST_TIMES * largest) return 1;
    return Math.min(Math.max(Math.round(area / usual), 1), MOST_JOINED);
  });
  let lacking = (expected ?? 0) - sumOf(counts);
  for (; lacking > 0; lacking--) {
    const excess = areas.map((area, i) => (counts[i] === 0 ? -1 : area / usual - counts[i]));
    const most = excess.indexOf(Math.max(...excess));
    if (most < 0 || excess[most] < COVERED_SHARE) break;
    counts[most]++;
  }
  return counts;
}

/** What areas are, taken for objects of one size. */
export interface ExplainedSizes {
  /** The size. */
  readonly usual: number;
  /** Mean of how far areas are from whole multiples of it, as a share of them. */
  readonly misfit: number;
  /** Share of the objects that touch others. */
  readonly joined: number;
}

/**
 * The usual size of an object, by the areas of good pictures: that of which all areas are nearest to whole
 * multiples, so that objects that touch do not matter; of several that of the largest.
 *
 * @param pictures - Areas of each picture.
 * @param expected - How many objects each picture shows; null if nobody said, when one area must be a single object.
 * @returns Undefined if no size explains the number that is expected, or there is no area.
 */
export function explainSizes(
  pictures: readonly (readonly number[])[],
  expected: number | null,
): ExplainedSizes | undefined {
  const largest = Math.max(...pictures.flat(), 0);
  const areas = pictures.map((ofPicture) =>
    ofPicture.filter((area) => area >= LEAST_OF_LARGEST * largest),
  );
  const most = expected ?? 1;
  const candidates = areas
    .flat()
    .flatMap((area) => Array.from({ length: most }, (_, k) => area / (k + 1)))
    .toSorted((a, b) => b - a);
  let best: ExplainedSizes | undefined;
  for (const size of candidates) {
    const counts = areas.map((ofPicture) => ofPicture.map((area) => multiple(area, size)));
    const isExplained = counts.every((ofPicture) => {
      if (expected === null) return isOftenSingle(areas.flat(), counts.flat());
      return sumOf(ofPicture) === expected;
    });
    if (!isExplained) continue;
    const misfits = areas.flatMap((ofPicture, p) =>
      ofPicture.map((area, i) => Math.abs(area / size / Math.max(counts[p][i], 1) - 1)),
    );
    const misfit = sumOf(misfits) / misfits.length;
    if (best === undefined || misfit < best.misfit) {
      best = { usual: size, misfit, joined: joinedOf(counts.flat()) };
    }
  }
  return best;
}

/** How many of a size an area is; 0 if it is much smaller than one. */
function multiple(area: number, size: number): number {
  return area < LEAST_SHARE * size ? 0 : Math.max(1, Math.round(area / size));
}

/** Share of the objects that are not alone in their area. */
function joinedOf(counts: readonly number[]): number {
  return sumOf(counts.filter((count) => count > 1)) / Math.max(sumOf(counts), 1);
}

/** Whether a third of all areas, or more, are single objects: small fragments would explain any area. */
function isOftenSingle(areas: readonly number[], counts: readonly number[]): boolean {
  const total = sumOf(areas);
  const single = areas.reduce((sum, area, i) => sum + (counts[i] === 1 ? area : 0), 0);
  return 3 * single >= total;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
