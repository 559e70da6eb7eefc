import { forEachThreshold, type RankedScores } from './ranked-scores.ts';

/** A curve from (0, 0) to (1, 1), one entry a threshold, from the highest to the lowest. */
export interface RocCurve {
  /** Share of the normal at or above the threshold. */
  readonly falsePositiveRate: number[];
  /** Share of the anomalous at or above the threshold. */
  readonly truePositiveRate: number[];
  /** Infinity first: nothing is positive. */
  readonly threshold: number[];
}

/**
 * Area under the ROC curve: the share of pairs (anomalous, normal) in the right order, where a tie
 * counts half (Mann and Whitney's U over its largest value). Equals scikit-learn's roc_auc_score.
 */
export function auroc(ranked: RankedScores): number {
  // Integers and halves below 2^53, so the sum is exact.
  let pairs = 0;
  let above = 0;
  let falseBefore = 0;
  forEachThreshold(ranked, (_, truePositives, falsePositives) => {
    pairs += ((above + truePositives) / 2) * (falsePositives - falseBefore);
    above = truePositives;
    falseBefore = falsePositives;
  });
  return pairs / (ranked.normal.length * ranked.anomalous.length);
}

/**
 * The ROC curve, as scikit-learn's roc_curve with `drop_intermediate=False`.
 *
 * @param step - Points nearer than this in both rates to the last one kept are left out, for plots.
 */
export function rocCurve(ranked: RankedScores, step = 0): RocCurve {
  const { normal, anomalous } = ranked;
  const curve: RocCurve = { falsePositiveRate: [0], truePositiveRate: [0], threshold: [Infinity] };
  let x = 0;
  let y = 0;
  forEachThreshold(ranked, (threshold, truePositives, falsePositives) => {
    const fpr = falsePositives / normal.length;
    const tpr = truePositives / anomalous.length;
    if (fpr - x < step && tpr - y < step && fpr + tpr < 2) return;
    [x, y] = [fpr, tpr];
    curve.falsePositiveRate.push(x);
    curve.truePositiveRate.push(y);
    curve.threshold.push(threshold);
  });
  return curve;
}
