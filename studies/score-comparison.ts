import { z } from 'zod';

/** What is compared of a line of `fewgood inspect --json`. */
export const lineSchema = z.looseObject({
  path: z.string(),
  /** None of a picture that could not be read. */
  verdict: z.string().default('error'),
  score: z.number().nullable().default(null),
  threshold: z.number().nullable().default(null),
});
/** What is compared of a line of `fewgood inspect --json`. */
export type Line = z.infer<typeof lineSchema>;

/** How the same pictures were judged twice. */
export const comparisonSchema = z.object({
  pictures: z.int(),
  /** Largest relative difference of a score, and of which picture. */
  largest: z.number(),
  picture: z.string(),
  /** Pictures whose scores differ at all. */
  unequal: z.int(),
  /** Largest relative difference of the threshold. */
  threshold: z.number(),
  flips: z.array(z.object({ path: z.string(), before: z.string(), now: z.string() })),
});
/** How the same pictures were judged twice. */
export type Comparison = z.infer<typeof comparisonSchema>;

/**
 * Compares how pictures were judged with how they are now, in the same order.
 *
 * @param folder - That paths are told from.
 */
export function comparisonOf(
  before: readonly Line[],
  now: readonly Line[],
  folder: string,
): Comparison {
  const short = (path: string): string => path.slice(folder.length + 1);
  const strange = before.find(({ path }, i) => now[i]?.path !== path);
  if (strange !== undefined || before.length !== now.length || before.length === 0) {
    throw new Error(`${folder}: ${before.length} pictures were judged before, ${now.length} now`);
  }
  const scores = before.map((line, i) => differenceOf(line.score, now[i].score));
  const largest = Math.max(...scores);
  return {
    pictures: before.length,
    largest,
    picture: short(before[scores.indexOf(largest)].path),
    unequal: scores.filter((one) => one > 0).length,
    threshold: Math.max(...before.map((line, i) => differenceOf(line.threshold, now[i].threshold))),
    flips: before.flatMap(({ path, verdict }, i) =>
      verdict === now[i].verdict
        ? []
        : [{ path: short(path), before: verdict, now: now[i].verdict }],
    ),
  };
}

/** Relative difference of two numbers; of one and none as much as of one and nothing like it. */
function differenceOf(before: number | null, now: number | null): number {
  if (before === now) return 0;
  if (before === null || now === null) return 1;
  return Math.abs(now - before) / Math.max(Math.abs(before), Math.abs(now));
}
