/** Confidence of bounds that the page tells, as the library's. */
const CONFIDENCE = 0.95;
/** How often the interval is halved: finer than any figure that is shown. */
const STEPS = 50;

/**
 * The share of good parts that fail is below this at 95 % confidence (Clopper and Pearson 1934, one-sided).
 *
 * @param failed - Good pictures above the threshold.
 * @param pictures - Good pictures in all.
 */
export function falseRejectBound(failed: number, pictures: number): number {
  if (failed >= pictures) return 1;
  let low = failed / pictures;
  let high = 1;
  for (let step = 0; step < STEPS; step += 1) {
    const middle = (low + high) / 2;
    if (atMost(failed, pictures, middle) > 1 - CONFIDENCE) low = middle;
    else high = middle;
  }
  return high;
}

/** Probability of at most `k` of `n` where each has the probability `p`, in (0, 1). */
function atMost(k: number, n: number, p: number): number {
  let logTerm = n * Math.log1p(-p);
  let sum = Math.exp(logTerm);
  for (let i = 0; i < k; i += 1) {
    logTerm += Math.log((n - i) / (i + 1)) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(logTerm);
  }
  return sum;
}
