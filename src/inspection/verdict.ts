import type { Inspection } from './inspection.ts';

/**
 * Judges a score. What is not known is never a pass: without a threshold, or with a score that is
 * not a number, the verdict is `cannot judge`.
 *
 * @param threshold - Score above which a picture fails, or null.
 */
export function judge(
  score: number,
  threshold: number | null,
): Pick<Inspection, 'verdict' | 'score' | 'threshold' | 'ratio'> {
  if (threshold === null || Number.isNaN(threshold) || Number.isNaN(score)) {
    return { verdict: 'cannot judge', score, threshold, ratio: null };
  }
  return {
    verdict: score > threshold ? 'fail' : 'pass',
    score,
    threshold,
    ratio: score / threshold,
  };
}
