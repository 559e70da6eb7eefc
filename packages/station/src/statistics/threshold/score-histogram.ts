import { ArgumentRangeError } from 'fewgood';

/** Good and bad scores in bins of one width. */
export interface ScoreHistogram {
  /** Bounds of the bins, ascending, shape [B + 1]; a bin holds its lower bound, the last one both. */
  readonly edges: Float64Array;
  /** Good scores in each bin, shape [B]. */
  readonly good: Uint32Array;
  /** Bad scores in each bin, shape [B]. */
  readonly bad: Uint32Array;
}

/** How a histogram is laid out. */
export interface HistogramOptions {
  /** How many bins. */
  readonly bins?: number;
  /** `log`: bins are of one width on a scale of ratios, where good and bad scores can be seen side by side. */
  readonly scale?: 'linear' | 'log';
}

/**
 * Histogram of good and bad scores over the range of both.
 *
 * @param good - Scores of pictures known to be good, shape [G].
 * @param bad - Scores of pictures known to be bad, shape [D].
 * @returns Without any score, no bins.
 * @throws {@link ArgumentRangeError} if a score is not finite (of `log`, not above 0) or `bins` is out of range.
 */
export function scoreHistogram(
  good: ArrayLike<number>,
  bad: ArrayLike<number>,
  { bins = 40, scale = 'log' }: HistogramOptions = {},
): ScoreHistogram {
  if (!(Number.isInteger(bins) && bins >= 1 && bins <= 10_000)) {
    throw new ArgumentRangeError('bins', bins, 'an integer from 1 to 10,000');
  }
  const [goodPlaces, badPlaces] = [placesOf(good, scale), placesOf(bad, scale)];
  const all = Float64Array.of(...extent(goodPlaces), ...extent(badPlaces));
  if (all.length === 0)
    return { edges: new Float64Array(), good: new Uint32Array(), bad: new Uint32Array() };
  let [low, high] = [Math.min(...all), Math.max(...all)];
  // One value alone lies in the middle of a bin of some width.
  if (low === high) [low, high] = [low - 0.5, high + 0.5];
  const tally = (places: Float64Array): Uint32Array => {
    const counts = new Uint32Array(bins);
    for (const place of places) {
      const bin = Math.min(bins - 1, Math.floor(((place - low) / (high - low)) * bins));
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    return counts;
  };
  const edges = Float64Array.from({ length: bins + 1 }, (_, i) => low + ((high - low) * i) / bins);
  return {
    edges: scale === 'log' ? edges.map((edge) => Math.exp(edge)) : edges,
    good: tally(goodPlaces),
    bad: tally(badPlaces),
  };
}

function placesOf(scores: ArrayLike<number>, scale: 'linear' | 'log'): Float64Array {
  return Float64Array.from(scores, (score, i) => {
    const place = scale === 'log' ? Math.log(score) : score;
    if (Number.isFinite(place)) return place;
    const expected = scale === 'log' ? 'a finite score above 0' : 'a finite score';
    throw new ArgumentRangeError(`scores[${i}]`, score, expected);
  });
}

function extent(places: Float64Array): number[] {
  if (places.length === 0) return [];
  return [places.reduce((a, b) => Math.min(a, b)), places.reduce((a, b) => Math.max(a, b))];
}
