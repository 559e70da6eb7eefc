import type { AttributeStudy } from './study.ts';

/** Why a study may say less than it seems to. */
export type PlanWarningCode =
  | 'few-parts'
  | 'few-appraisers'
  | 'one-trial'
  | 'few-trials'
  | 'no-bad-parts'
  | 'few-bad-parts'
  | 'no-good-parts'
  | 'few-good-parts'
  | 'few-borderline-parts';

/** What is doubtful about a plan. */
export interface PlanWarning {
  /** Stable identifier. */
  readonly code: PlanWarningCode;
  /** What the plan has. */
  readonly found: number;
  /** What it should have at least. */
  readonly expected: number;
}

/**
 * What a plan should have. 50 parts, 3 appraisers and 3 trials are those of the manual's example (AIAG MSA
 * 4th ed., III-C), which other guides name as the least. The shares are ours: a study of good parts alone
 * finds no miss, and one of plain cases alone flatters everybody.
 */
export const PLAN_MINIMA = {
  parts: 50,
  appraisers: 3,
  trials: 3,
  /** Share of bad parts, and of good ones. */
  eachKind: 0.3,
  /** Share of parts close to the limit between good and bad. */
  borderline: 0.25,
} as const;

/** What is doubtful about a design; in a fixed order. */
export function planWarnings({
  parts,
  appraisers,
  trials,
}: Pick<AttributeStudy, 'parts' | 'appraisers' | 'trials'>): PlanWarning[] {
  const bad = parts.filter(({ reference }) => reference === 'bad').length;
  const borderline = parts.filter((part) => part.borderline === true).length;
  const least = Math.ceil(PLAN_MINIMA.eachKind * parts.length);
  const leastBorderline = Math.ceil(PLAN_MINIMA.borderline * parts.length);
  return [
    ...below('few-parts', parts.length, PLAN_MINIMA.parts),
    ...below('few-appraisers', appraisers.length, PLAN_MINIMA.appraisers),
    ...below(trials === 1 ? 'one-trial' : 'few-trials', trials, PLAN_MINIMA.trials),
    ...below(bad === 0 ? 'no-bad-parts' : 'few-bad-parts', bad, least),
    ...below(bad === parts.length ? 'no-good-parts' : 'few-good-parts', parts.length - bad, least),
    ...below('few-borderline-parts', borderline, leastBorderline),
  ];
}

function below(code: PlanWarningCode, found: number, expected: number): PlanWarning[] {
  return found < expected ? [{ code, found, expected }] : [];
}
