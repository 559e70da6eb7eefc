/**
 * Per-region overlap (PRO), as MVTec defines it: the mean, over the connected components of the
 * ground truth, of the share of the component at or above a threshold.
 *
 * P. Bergmann et al., The MVTec Anomaly Detection Dataset, IJCV 129, 2021; points with
 * the same score are one, and components have 8-connectivity, as in MVTec's own evaluation script
 * (`pro_curve_util.py`, `scipy.ndimage.label` with `np.ones((3, 3))`).
 *
 * @module
 */
import { ArgumentRangeError } from '../errors.ts';
import { METRIC } from '../hyperparameters.ts';
import { forEachThreshold, type RankedScores } from './ranked-scores.ts';

/** Pixel scores of both classes, and what each anomalous pixel adds to the mean overlap. */
export interface RankedRegions extends RankedScores {
  /** 1 / (regions · area of the pixel's region), in the order of `anomalous`; sums to 1. */
  readonly overlap: Float64Array;
}

/** A curve from (0, 0) to (1, 1), from the highest threshold to the lowest. */
export interface ProCurve {
  /** Share of the normal pixels at or above the threshold. */
  readonly falsePositiveRate: number[];
  /** Mean share of a region at or above the threshold. */
  readonly regionOverlap: number[];
}

/**
 * The PRO curve.
 *
 * @param step - Points nearer than this in both values to the last one kept are left out, for plots.
 */
export function proCurve(ranked: RankedRegions, step = 0): ProCurve {
  const curve: ProCurve = { falsePositiveRate: [0], regionOverlap: [0] };
  let x = 0;
  let y = 0;
  forEachOverlap(ranked, (fpr, pro) => {
    if (fpr - x < step && pro - y < step && fpr + pro < 2) return;
    [x, y] = [fpr, pro];
    curve.falsePositiveRate.push(x);
    curve.regionOverlap.push(y);
  });
  return curve;
}

/**
 * Area under the PRO curve (trapezoids) up to the false positive rate `limit`, where it is
 * interpolated, over `limit`.
 *
 * @param limit - Above 0, up to 1.
 * @throws {@link ArgumentRangeError} if `limit` is out of range.
 */
export function aupro(ranked: RankedRegions, limit: number = METRIC.proLimit): number {
  if (!(limit > 0 && limit <= 1)) {
    throw new ArgumentRangeError('limit', limit, 'a number above 0, up to 1');
  }
  let area = 0;
  let x = 0;
  let y = 0;
  forEachOverlap(ranked, (fpr, pro) => {
    if (x < limit) {
      const end = Math.min(fpr, limit);
      const yEnd = fpr > limit ? y + ((pro - y) * (limit - x)) / (fpr - x) : pro;
      area += ((end - x) * (y + yEnd)) / 2;
    }
    [x, y] = [fpr, pro];
  });
  return area / limit;
}

/** Visits the points of the PRO curve after (0, 0); the last is (1, 1) despite rounding. */
function forEachOverlap(
  ranked: RankedRegions,
  visit: (falsePositiveRate: number, overlap: number) => void,
): void {
  const { normal, anomalous, overlap } = ranked;
  let sum = 0;
  let counted = 0;
  forEachThreshold(ranked, (_, truePositives, falsePositives) => {
    for (; counted < truePositives; counted++) sum += overlap[overlap.length - 1 - counted];
    const isLast = truePositives + falsePositives === anomalous.length + normal.length;
    visit(falsePositives / normal.length, isLast ? 1 : Math.min(1, sum));
  });
}
