/**
 * How a part of several models scores a picture: the score of each view of it divided by what is usual on
 * good parts, then averaged, and the maps likewise. A part of one model scores as its only view does.
 *
 * @module
 */
import { resizePlane } from '../image/resize.ts';
import { once } from '../once.ts';
import { medianOf } from '../tensor/median.ts';
import { type LeftOutPicture, peakOf } from './leave-one-out.ts';
import type { NormalScore } from './part.ts';
import type { PictureScore } from './picture-scorer.ts';

/** Score and map of a picture by all views of a part. */
export interface JoinedScore extends PictureScore {
  /** Number of the view whose score is largest for its scale: that of the hottest patch. */
  readonly view: number;
}

/**
 * Joins what the views of a part say of one picture. What the picture lacks is what the first view says:
 * it decides whether the part is there, and the others have their share of it in their scores.
 *
 * @param scores - One a view, maps of shape [S, S] of each view's own S.
 * @param scales - One a view, see {@link usualScore}.
 * @returns With a map of the first view's S.
 */
export function joinViews(scores: readonly PictureScore[], scales: readonly number[]): JoinedScore {
  const [first] = scores;
  if (scores.length === 1) return { ...first, view: 0 };
  const scaled = scores.map(({ score }, v) => score / scales[v]);
  const view = Math.max(0, scaled.indexOf(Math.max(...scaled))); // -1 when a score is NaN
  return {
    score: scaled.reduce((sum, score) => sum + score, 0) / scaled.length,
    hottest: scores[view].hottest,
    map: once(() => meanMap(scores, scales)),
    missing: first.missing,
    view,
  };
}

/**
 * What a view is divided by in a part of several: the median score of plain support pictures, each
 * against what was learned without it; 1 where none was scored, or they are all alike.
 */
export function usualScore(leftOut: readonly LeftOutPicture[]): number {
  const plain = leftOut.filter(({ isPlain }) => isPlain);
  return plain.length === 0 ? 1 : medianOf(plain.map(({ score }) => score().score)) || 1;
}

/**
 * The leave-one-out scores of a part.
 *
 * @param views - What was left out in each view: the same pictures in the same order.
 * @param scales - One a view; of one view alone, it does not matter.
 */
export function normalScores(
  views: readonly (readonly LeftOutPicture[])[],
  scales: readonly number[] = [1],
): NormalScore[] {
  return views[0].map(({ name, sha256 }, i) => {
    const joined = joinViews(
      views.map((view) => view[i].score()),
      scales,
    );
    return { name, sha256, ...keptScore(joined) };
  });
}

/** What is kept of a good picture's score. */
export function keptScore({
  score,
  map,
  missing,
}: PictureScore): Omit<NormalScore, 'name' | 'sha256'> {
  const lacks = missing && { ratio: missing.ratio, peak: peakOf(missing.map()) };
  return { score, peak: peakOf(map()), missing: lacks };
}

/** The maps, each divided by its scale and brought to the size of the first. */
function meanMap(scores: readonly PictureScore[], scales: readonly number[]): Float32Array {
  const size = sizeOf(scores[0].map());
  const sum = new Float32Array(size.width * size.height);
  for (const [v, score] of scores.entries()) {
    const map = score.map();
    const resized = resizePlane(map, sizeOf(map), size);
    for (let i = 0; i < sum.length; i++) sum[i] += resized[i] / scales[v] / scores.length;
  }
  return sum;
}

function sizeOf(square: Float32Array): { readonly width: number; readonly height: number } {
  const side = Math.sqrt(square.length);
  return { width: side, height: side };
}
