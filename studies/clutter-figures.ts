/**
 * What saying where to look is worth beside clutter, in figures.
 *
 * @module
 */
import { z } from 'zod';
import type { Inspection, Verdict } from '../src/inspection/inspection.ts';

/** How a part is told where it lies. */
export const CLUTTER_METHODS = ['none', 'region', 'foreground', 'both'] as const;
/** How a part is told where it lies. */
export type ClutterMethod = (typeof CLUTTER_METHODS)[number];

/** What lies beside parts, and where. */
export const CLUTTER_CASES = [
  'plain',
  'drawn away',
  'drawn near',
  'real away',
  'real near',
] as const;
/** What lies beside parts, and where. */
export type ClutterCase = (typeof CLUTTER_CASES)[number];

const judgedSchema = z.object({
  good: z.int(),
  goodPass: z.int(),
  /** Good ones that are not judged. */
  goodUnjudged: z.int(),
  defective: z.int(),
  defectivePass: z.int(),
});
/** What became of test pictures. */
export type JudgedClutter = z.infer<typeof judgedSchema>;

/** One support set, learned in one way. */
export const clutterRunSchema = z.object({
  category: z.string(),
  seed: z.int(),
  method: z.enum(CLUTTER_METHODS),
  /** Share of the picture that a foreground is; null without one. */
  share: z.number().nullable(),
  /** Why the good pictures show no foreground; null where they do, or need none. */
  refused: z.string().nullable(),
  cases: z.partialRecord(z.enum(CLUTTER_CASES), judgedSchema),
});
/** One support set, learned in one way. */
export type ClutterRun = z.infer<typeof clutterRunSchema>;

/** Counts verdicts of good and of defective pictures. */
export function tallyClutter(
  good: readonly Inspection[],
  defective: readonly Inspection[],
): JudgedClutter {
  return {
    good: good.length,
    goodPass: countOf(good, 'pass'),
    goodUnjudged: countOf(good, 'cannot judge'),
    defective: defective.length,
    defectivePass: countOf(defective, 'pass'),
  };
}

function countOf(all: readonly Inspection[], verdict: Verdict): number {
  return all.filter((one) => one.verdict === verdict).length;
}

/**
 * Sums of a method over the support sets of which all methods are at work: good pictures that do not pass, and
 * defective ones that do.
 */
export function clutterSummary(method: ClutterMethod, runs: readonly ClutterRun[]): object {
  const refused = new Set(runs.filter((run) => run.refused !== null).map(keyOf));
  const own = runs.filter((run) => run.method === method && !refused.has(keyOf(run)));
  const cases = CLUTTER_CASES.map((name) => {
    const all = own.flatMap(({ cases: of }) => of[name] ?? []);
    const sum = (value: (one: JudgedClutter) => number): number =>
      all.reduce((total, one) => total + value(one), 0);
    const figures = {
      good: sum(({ good }) => good),
      falseRejects: sum(({ good, goodPass }) => good - goodPass),
      defective: sum(({ defective }) => defective),
      escapes: sum(({ defectivePass }) => defectivePass),
    };
    return [name, figures] as const;
  });
  return { method, supportSets: own.length, cases: Object.fromEntries(cases) };
}

function keyOf({ category, seed }: ClutterRun): string {
  return `${category} ${seed}`;
}
