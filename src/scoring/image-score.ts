import { SCORE } from '../hyperparameters.ts';

/**
 * The patch with the largest distance, the first of equal ones; a NaN counts as the largest, so that
 * it cannot hide.
 *
 * @param distances - One a patch and at least one, shape [N].
 */
export function hottestPatch(distances: Float32Array): number {
  let hottest = 0;
  for (let i = 1; i < distances.length; i++) {
    if (Number.isNaN(distances[hottest])) break;
    if (!(distances[i] <= distances[hottest])) hottest = i;
  }
  return hottest;
}

/**
 * The mean of the largest patch distances (AnomalyDINO 3.2).
 *
 * @param distances - One a patch and at least one, shape [N].
 * @param share - Share of the patches that is averaged, rounded down to at least one patch.
 * @returns NaN if any distance is.
 */
export function topMeanScore(distances: Float32Array, share: number = SCORE.topShare): number {
  // The tolerance keeps products such as 0.29 · 100 = 28.999… whole.
  const count = Math.max(1, Math.floor(distances.length * share + 1e-9));
  const top = distances.toSorted().subarray(-count); // sorts NaN last, that is among the largest
  return top.reduce((sum, distance) => sum + distance, 0) / count;
}

/**
 * The distance d* of the hottest patch to its nearest bank element m̂, lowered where the bank is
 * dense around m̂ (PatchCore's equation 7; thesis 4.3 prints it with a bracket misplaced):
 *
 *     s = (1 - exp(d*) / Σ exp(d_b)) · d*
 *
 * The d_b are the distances from that patch to N_b(m̂), the bank elements nearest to m̂. As in
 * anomalib's PatchCore, N_b(m̂) counts m̂ itself, so d* is one of the d_b, and a bank smaller than b
 * uses what there is; with nothing but m̂ there is no density to weigh by, and s = d*.
 *
 * Computed relative to the largest exponent: no distance overflows.
 *
 * @param nearest - d*, distance from the hottest patch to m̂.
 * @param neighbourDistances - d_b, shape [b].
 */
export function reweightedScore(nearest: number, neighbourDistances: Iterable<number>): number {
  const distances = [...neighbourDistances];
  if (distances.length < 2) return nearest;
  const largest = Math.max(nearest, ...distances);
  const sum = distances.reduce((total, d) => total + Math.exp(d - largest), 0);
  return (1 - Math.exp(nearest - largest) / sum) * nearest;
}
