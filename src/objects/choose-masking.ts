/**
 * Chooses from good pictures how pixels become objects. Parts have places of the colour of the ground, such as a
 * flank between light and shadow: what is far from the ground falls apart there, and has to be put together.
 *
 * @module
 */
import { blobsOf, type Masking, type Sighted } from './blobs.ts';
import { explainSizes } from './counting.ts';

/** Widths of gaps that are tried, as shares of the picture's longer side: two objects that are this near to each other touch. */
const GAPS = [0, 0.0065, 0.0125, 0.02] as const;
/** Thresholds that are tried are this many times the next lower one. */
const STEP = Math.SQRT2;
/** Thresholds that are tried, at most. */
const MOST_THRESHOLDS = 6;
/** What a share of objects that touch weighs against how far sizes are from those of whole objects. */
const JOINED = 0.1;
/** Of what is not worse by more than this, the narrowest gap and the highest threshold. */
const ALIKE = 0.03;
/** Of what explains nothing. */
const WORST = 1;

/** What good pictures allow for. */
export interface MaskingRange {
  /** Of levels: the threshold that is usual, and the noise of the ground. */
  readonly threshold: number;
  readonly noise: number;
  /** How many objects each picture shows; null if nobody said. */
  readonly expected: number | null;
}

/** How pixels become objects, and how large one is. */
export interface ChosenMasking extends Masking {
  /** Usual size, as a share of the picture's pixels. */
  readonly usual: number;
}

/**
 * The masking whose areas are nearest to whole objects of one size, at the next thresholds above and below too: what
 * holds at one alone would not hold in the next picture.
 *
 * @returns Undefined where none explains the number of objects.
 */
export function chooseMasking(
  pictures: readonly Sighted[],
  { threshold, noise, expected }: MaskingRange,
): ChosenMasking | undefined {
  const thresholds = [threshold * STEP, threshold];
  for (let next = threshold / STEP; next > noise; next /= STEP) {
    if (thresholds.length > MOST_THRESHOLDS) break;
    thresholds.push(next);
  }
  const tried = GAPS.flatMap((gap) => {
    const fits = thresholds.map((one) => fitOf(pictures, { threshold: one, gap }, expected));
    // The first is there to be compared with alone.
    return fits.slice(1).flatMap((fit, i) => {
      if (fit.usual === undefined) return [];
      const near = fits.slice(i, i + 3).map(({ cost }) => cost);
      return { gap, threshold: thresholds[i + 1], usual: fit.usual, cost: Math.max(...near) };
    });
  });
  const least = Math.min(...tried.map(({ cost }) => cost));
  const chosen = tried.find(({ cost }) => cost <= least + ALIKE);
  return chosen && { gap: chosen.gap, threshold: chosen.threshold, usual: chosen.usual };
}

function fitOf(
  pictures: readonly Sighted[],
  masking: Masking,
  expected: number | null,
): { readonly usual?: number; readonly cost: number } {
  const areas = pictures.map((picture) => {
    const pixels = picture.size.width * picture.size.height;
    return blobsOf(picture, masking).map(({ area }) => area / pixels);
  });
  const explained = explainSizes(areas, expected);
  if (explained === undefined) return { cost: WORST };
  const { usual, misfit, joined } = explained;
  return { usual, cost: Math.min(misfit + JOINED * joined, WORST) };
}
