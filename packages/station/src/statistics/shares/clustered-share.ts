import { ArgumentRangeError } from 'fewgood';
import { CONFIDENCE, exactInterval } from './exact-interval.ts';
import { plainShare, type Share } from './share.ts';

/**
 * A share of decisions that were taken several times on each part. Who misses a defect once is likely to
 * miss it again, so 3 decisions on each of 16 parts say less than 48 decisions on as many parts; the exact
 * interval of 48 would be too narrow. It is taken at the effective number of decisions instead:
 * n* = p(1 - p) / var(p), with the variance between parts, no less than the parts and no more than the
 * decisions. Without any hit, or with nothing but hits, that variance says nothing, and n* is the number
 * of parts.
 *
 * Korn and Graubard, "Confidence intervals for proportions with small expected number of positive counts
 * estimated from survey data", Survey Methodology 24, 1998.
 *
 * @param hits - Hits of each part, shape [P], each from 0 to `decisions`.
 * @param decisions - Decisions on each part, the same for all, at least 1.
 * @param confidence - Of both sides together, between 0 and 1 exclusive.
 * @throws {@link ArgumentRangeError} if an argument is out of range.
 */
export function clusteredShare(
  hits: readonly number[],
  decisions: number,
  confidence: number = CONFIDENCE,
): Share {
  if (!(Number.isInteger(decisions) && decisions >= 1)) {
    throw new ArgumentRangeError('decisions', decisions, 'an integer from 1');
  }
  const parts = hits.length;
  const count = hits.reduce((sum, hit) => sum + hit, 0);
  const all = parts * decisions;
  const effective = effectiveDecisions(hits, decisions);
  const interval = exactInterval(all === 0 ? 0 : (count / all) * effective, effective, confidence);
  return { ...plainShare(count, all), interval };
}

function effectiveDecisions(hits: readonly number[], decisions: number): number {
  const parts = hits.length;
  const count = hits.reduce((sum, hit) => sum + hit, 0);
  const share = count / (parts * decisions);
  if (parts < 2 || count === 0 || share === 1) return parts;
  // Whole numbers, so that the order of parts does not matter.
  const squares = hits.reduce((sum, hit) => sum + hit * hit, 0) - (count * count) / parts;
  const variance = squares / (decisions * decisions * parts * (parts - 1));
  return Math.min(parts * decisions, Math.max(parts, (share * (1 - share)) / variance));
}
