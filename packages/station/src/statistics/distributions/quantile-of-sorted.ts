/**
 * The quantile of sorted values, on the straight line between neighbours (type 7 of Hyndman and Fan,
 * "Sample quantiles in statistical packages", 1996; that of R and NumPy).
 *
 * @param sorted - Ascending, at least one, shape [N].
 * @param p - From 0 to 1.
 */
export function quantileOfSorted(sorted: ArrayLike<number>, p: number): number {
  const at = p * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(at)] ?? NaN, sorted[Math.ceil(at)] ?? NaN];
  return below + (above - below) * (at - Math.floor(at));
}
