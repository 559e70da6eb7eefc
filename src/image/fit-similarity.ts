import type { Random } from '../random.ts';
import { scaleOf, type Similarity } from './similarity.ts';

/** Pairs of places, some of which do not belong together. */
export interface PlacePairs {
  /** Where places are, x and y in turn, shape [N, 2]. */
  readonly from: Float64Array;
  /** Where they are said to go, shape [N, 2]. */
  readonly to: Float64Array;
}

/** How a similarity is looked for. */
export interface FitOptions {
  /** Distance up to which a pair agrees with a similarity, in the unit of the places. */
  readonly tolerance: number;
  /** Least and largest scale. */
  readonly scales: readonly [least: number, most: number];
  /** Draws pairs. */
  readonly random: Random;
  /** How many draws of two pairs. */
  readonly draws: number;
}

/** A similarity that agrees with some pairs. */
export interface SimilarityFit {
  readonly similarity: Similarity;
  /** 1 for each pair that agrees, shape [N]. */
  readonly agrees: Uint8Array;
  /** How many do. */
  readonly inliers: number;
}

/** Rounds of fitting to what agrees; it is stable after a few. */
const ROUNDS = 10;

/**
 * The similarity that agrees with most pairs: of random draws of two pairs (RANSAC: Fischler and Bolles,
 * Communications of the ACM 24, 1981) the one whose squared residuals, cut off at the tolerance, are least
 * (MSAC: Torr and Zisserman, Computer Vision and Image Understanding 78, 2000), then {@link refineSimilarity}.
 *
 * @returns Null where no two pairs give one, or fewer than three agree.
 */
export function fitSimilarity(pairs: PlacePairs, options: FitOptions): SimilarityFit | null {
  const drawn = bestDraw(pairs, options);
  return drawn && refineSimilarity(pairs, drawn, options);
}

/**
 * The similarity near another that agrees with most pairs: least squares over the pairs that agree, until these stay
 * the same.
 *
 * @returns Null where fewer than three agree.
 */
export function refineSimilarity(
  pairs: PlacePairs,
  start: Similarity,
  options: Pick<FitOptions, 'tolerance' | 'scales'>,
): SimilarityFit | null {
  let similarity = start;
  let agrees = agreeing(pairs, similarity, options.tolerance);
  for (let round = 0; round < ROUNDS; round++) {
    const fitted = leastSquares(pairs, agrees);
    if (fitted === null || !isWithin(fitted, options)) return null;
    const next = agreeing(pairs, fitted, options.tolerance);
    similarity = fitted;
    const isStable = next.every((one, i) => one === agrees[i]);
    agrees = next;
    if (isStable) break;
  }
  const inliers = agrees.reduce((sum, one) => sum + one, 0);
  return inliers < LEAST_INLIERS ? null : { similarity, agrees, inliers };
}

/** Two always agree with the similarity through them. */
const LEAST_INLIERS = 3;

function bestDraw({ from, to }: PlacePairs, options: FitOptions): Similarity | null {
  const { tolerance, random, draws } = options;
  const count = from.length / 2;
  if (count < LEAST_INLIERS) return null;
  const reach = (2 * tolerance) ** 2;
  let best: Similarity | null = null;
  let least = Infinity;
  for (let draw = 0; draw < draws; draw++) {
    const [i, j] = [2 * random.below(count), 2 * random.below(count)];
    const [x, y] = [from[j] - from[i], from[j + 1] - from[i + 1]];
    const square = x * x + y * y;
    // Places nearer to each other than that say nothing of an angle.
    if (!(square > reach)) continue;
    const [u, v] = [to[j] - to[i], to[j + 1] - to[i + 1]];
    const [a, b] = [(x * u + y * v) / square, (x * v - y * u) / square];
    const c = to[i] - (a * from[i] - b * from[i + 1]);
    const d = to[i + 1] - (b * from[i] + a * from[i + 1]);
    const one = { a, b, c, d };
    if (!isWithin(one, options)) continue;
    const cost = costOf({ from, to }, one, tolerance ** 2);
    if (cost < least) [best, least] = [one, cost];
  }
  return best;
}

function isWithin(
  similarity: Similarity,
  { scales: [least, most] }: Pick<FitOptions, 'scales'>,
): boolean {
  const scale = scaleOf(similarity);
  return scale >= least && scale <= most;
}

/** Squared distance of where a pair's place goes to where it is said to go. */
function squareAt({ from, to }: PlacePairs, { a, b, c, d }: Similarity, i: number): number {
  const [x, y] = [from[2 * i], from[2 * i + 1]];
  return (a * x - b * y + c - to[2 * i]) ** 2 + (b * x + a * y + d - to[2 * i + 1]) ** 2;
}

function costOf(pairs: PlacePairs, similarity: Similarity, most: number): number {
  let cost = 0;
  for (let i = 0; i < pairs.from.length / 2; i++) {
    cost += Math.min(squareAt(pairs, similarity, i), most);
  }
  return cost;
}

function agreeing(pairs: PlacePairs, similarity: Similarity, tolerance: number): Uint8Array {
  const square = tolerance ** 2;
  const agrees = new Uint8Array(pairs.from.length / 2);
  return agrees.map((_, i) => (squareAt(pairs, similarity, i) <= square ? 1 : 0));
}

/** Umeyama's closed form (IEEE Transactions on Pattern Analysis and Machine Intelligence 13, 1991), in the plane. */
function leastSquares({ from, to }: PlacePairs, agrees: Uint8Array): Similarity | null {
  let [count, x, y, u, v] = [0, 0, 0, 0, 0];
  for (const [i, one] of agrees.entries()) {
    if (one === 0) continue;
    count++;
    x += from[2 * i];
    y += from[2 * i + 1];
    u += to[2 * i];
    v += to[2 * i + 1];
  }
  if (count < 2) return null;
  [x, y, u, v] = [x / count, y / count, u / count, v / count];
  let [along, across, square] = [0, 0, 0];
  for (const [i, one] of agrees.entries()) {
    if (one === 0) continue;
    const [p, q] = [from[2 * i] - x, from[2 * i + 1] - y];
    const [r, s] = [to[2 * i] - u, to[2 * i + 1] - v];
    along += p * r + q * s;
    across += p * s - q * r;
    square += p * p + q * q;
  }
  if (!(square > 0)) return null;
  const [a, b] = [along / square, across / square];
  return { a, b, c: u - (a * x - b * y), d: v - (b * x + a * y) };
}
