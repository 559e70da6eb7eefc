/**
 * What corrections of light are worth, in figures.
 *
 * @module
 */
import { z } from 'zod';
import type { LightMethod } from '../src/image/light.ts';
import type { Inspection, Verdict } from '../src/inspection/inspection.ts';
import { rankScores } from '../src/metrics/ranked-scores.ts';
import { auroc } from '../src/metrics/roc.ts';
import { LIGHT_NAMES } from './light-changes.ts';

const judgedSchema = z.object({
  good: z.int(),
  pass: z.int(),
  /** Good pictures that pass plain and under this light. */
  stillPass: z.int(),
  cannotJudge: z.int(),
  defective: z.int(),
  defectivePass: z.int(),
  imageAuroc: z.number(),
});
/** What became of the test pictures under one light. */
export type JudgedLight = z.infer<typeof judgedSchema>;

/** One support set, learned with one correction. */
export const lightRunSchema = z.object({
  category: z.string(),
  seed: z.int(),
  method: z.enum(['none', 'grey-world', 'even', 'invariant']),
  /** Null where the correction is refused, as of grey pictures. */
  changes: z.partialRecord(z.enum(LIGHT_NAMES), judgedSchema).nullable(),
});
/** One support set, learned with one correction. */
export type LightRun = z.infer<typeof lightRunSchema>;

/** Counts what became of good pictures, plain and under a light, and of defective ones under it. */
export function tallyLight(
  plain: readonly Inspection[],
  good: readonly Inspection[],
  defective: readonly Inspection[],
): JudgedLight {
  const scores = [...good, ...defective].map(({ score }) => score);
  const labels = scores.map((_, i) => (i < good.length ? 0 : 1));
  return {
    good: good.length,
    pass: countOf(good, 'pass'),
    stillPass: good.filter((one, i) => one.verdict === 'pass' && plain[i].verdict === 'pass')
      .length,
    cannotJudge: countOf(good, 'cannot judge'),
    defective: defective.length,
    defectivePass: countOf(defective, 'pass'),
    imageAuroc: auroc(rankScores(scores, labels)),
  };
}

function countOf(all: readonly Inspection[], verdict: Verdict): number {
  return all.filter((one) => one.verdict === verdict).length;
}

/** What a correction is worth over all support sets that it is not refused of. */
export function lightSummary(method: LightMethod, runs: readonly LightRun[]): object {
  const own = runs.flatMap((run) => (run.method === method && run.changes ? [run.changes] : []));
  const plain = own.flatMap((changes) => changes.plain ?? []);
  const figures = LIGHT_NAMES.flatMap((change) => {
    const all = own.flatMap((changes) => changes[change] ?? []);
    return all.length === 0 ? [] : [[change, figuresOf(all, plain)] as const];
  });
  return { method, supportSets: own.length, changes: Object.fromEntries(figures) };
}

function figuresOf(all: readonly JudgedLight[], plain: readonly JudgedLight[]): object {
  const sum = (value: (one: JudgedLight) => number, of = all): number =>
    of.reduce((total, one) => total + value(one), 0);
  return {
    pass: rounded(sum(({ pass }) => pass) / sum(({ good }) => good)),
    stillPass: rounded(sum((one) => one.stillPass) / sum(({ pass }) => pass, plain)),
    cannotJudge: rounded(sum((one) => one.cannotJudge) / sum(({ good }) => good)),
    defectivePass: rounded(sum((one) => one.defectivePass) / sum((one) => one.defective)),
    imageAuroc: rounded(sum(({ imageAuroc }) => imageAuroc) / all.length),
  };
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}
