/** Shares of scores by bins of one width. */
export interface Histogram {
  /** Middle of each bin, shape [B]. */
  readonly middles: readonly number[];
  /** Share of its scores in each bin, percent, one row a set, shape [sets][B]. */
  readonly shares: readonly (readonly number[])[];
}

/** How many bins there are. */
const BINS = 36;

/**
 * Counts sets of scores in the same bins from 0 to `end`; what is beyond stands in the last.
 *
 * @param sets - Scores of each set.
 */
export function histogramOf(sets: readonly (readonly number[])[], end: number): Histogram {
  const width = end / BINS;
  const middles = Array.from({ length: BINS }, (_, index) => (index + 0.5) * width);
  const shares = sets.map((scores) => {
    const counts = Array.from({ length: BINS }, () => 0);
    for (const score of scores) {
      const bin = Math.min(BINS - 1, Math.max(0, Math.floor(score / width)));
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    return counts.map((count) => (scores.length === 0 ? 0 : (100 * count) / scores.length));
  });
  return { middles, shares };
}
