import type { EvaluationCell, TestPicture } from '../results/evaluation-result.ts';

/**
 * Why a picture is shown: `best`, a defective one found most clearly; `worst`, one of either kind
 * most wrong, or least right; `borderline`, one next to the threshold.
 */
export type ExampleKind = 'best' | 'worst' | 'borderline';

/** A test picture that stands for a kind. */
export interface ChosenPicture {
  readonly kind: ExampleKind;
  /** Position among the category's test pictures. */
  readonly index: number;
}

/** Pictures of each kind unless asked for more. */
const COUNT = 3;

/**
 * Chooses the pictures that figures show, by their scores alone: the same cell, the same pictures.
 * None is chosen twice; equal ones are taken in the order of the test pictures.
 */
export function chooseExamples(
  cell: EvaluationCell,
  tests: readonly TestPicture[],
  count: number = COUNT,
): ChosenPicture[] {
  const limit = dividingScore(cell);
  // How far a score is on the right side of the limit.
  const margins = cell.scores.map((score, i) =>
    tests[i].anomalous ? score - limit : limit - score,
  );
  const chosen = new Set<number>();
  const take = (kind: ExampleKind, candidates: readonly number[], rank: Rank): ChosenPicture[] => {
    const free = candidates.filter((index) => !chosen.has(index));
    const best = free.toSorted((a, b) => rank(margins[a]) - rank(margins[b])).slice(0, count);
    for (const index of best) chosen.add(index);
    return best.map((index) => ({ kind, index }));
  };
  const all = [...tests.keys()];
  const defective = all.filter((index) => tests[index].anomalous);
  return [
    ...take('best', defective, (margin) => -margin),
    ...take('worst', all, (margin) => margin),
    ...take('borderline', all, Math.abs),
  ];
}

/** The lower, the sooner a picture is chosen. */
type Rank = (margin: number) => number;

/** The score that divides good from bad: the calibrated threshold, else that of F1-max. */
export function dividingScore({ metrics, scores }: EvaluationCell): number {
  return (
    metrics.calibrated?.threshold ??
    metrics.f1Max?.threshold ??
    scores.reduce((largest, score) => Math.max(largest, score), -Infinity)
  );
}
