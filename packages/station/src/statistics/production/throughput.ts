import { ArgumentRangeError } from 'fewgood';

/** How many pictures a second. */
export interface Throughput {
  /** Pictures. */
  readonly pictures: number;
  /** From the first to the last, seconds. */
  readonly seconds: number;
  /** Pictures a second from the first to the last; null with fewer than two, or all at one time. */
  readonly mean: number | null;
  /** Most pictures a second within any stretch of the length asked for. */
  readonly peak: number;
}

/**
 * Throughput of a stretch of time. The mean counts gaps between pictures, of which there is one fewer than
 * pictures.
 *
 * @param times - When each was judged, milliseconds, in any order, shape [N].
 * @param stretch - Length over which the peak is taken, milliseconds, above 0.
 * @throws {@link ArgumentRangeError} if `stretch` is not above 0.
 */
export function throughput(times: ArrayLike<number>, stretch = 60_000): Throughput {
  if (!(stretch > 0)) throw new ArgumentRangeError('stretch', stretch, 'milliseconds above 0');
  const sorted = Float64Array.from(times).toSorted();
  const span = sorted.length === 0 ? 0 : (sorted.at(-1) ?? 0) - (sorted[0] ?? 0);
  let most = 0;
  let oldest = 0;
  sorted.forEach((time, i) => {
    while (time - (sorted[oldest] ?? time) >= stretch) oldest++;
    most = Math.max(most, i - oldest + 1);
  });
  return {
    pictures: sorted.length,
    seconds: span / 1000,
    mean: span > 0 ? ((sorted.length - 1) * 1000) / span : null,
    peak: (most * 1000) / stretch,
  };
}
