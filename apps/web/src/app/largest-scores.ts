import type { LeaveOneOutScore } from '../ports/parts-api.ts';

/**
 * The largest score of each picture: a golden sample is scored in several lights, and counts once.
 *
 * @param scores - Some of the same picture.
 */
export function largestScores(scores: readonly LeaveOneOutScore[]): readonly LeaveOneOutScore[] {
  const largest = new Map<string, number>();
  for (const { name, score } of scores) {
    largest.set(name, Math.max(score, largest.get(name) ?? Number.NEGATIVE_INFINITY));
  }
  return Array.from(largest, ([name, score]) => ({ name, score }));
}
