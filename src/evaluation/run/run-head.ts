/**
 * All of a run but its cells: written before the first of them is computed, so that a run that was
 * stopped can go on, and only as the same run.
 *
 * @module
 */
import * as z from 'zod';
import { check, parseResultJson } from '../results/decode.ts';
import type { EvaluationCell, EvaluationResult, Provenance } from '../results/evaluation-result.ts';
import { resultSchema } from '../results/result-schema.ts';
import type { PlannedCategory } from './plan.ts';

/** A run before its cells. */
export interface RunHead {
  readonly result: Omit<EvaluationResult, 'cells'>;
  readonly supportSets: readonly NamedSupportSet[];
}

/** A support set by the paths of its pictures. */
export interface NamedSupportSet {
  readonly category: string;
  readonly shots: number;
  readonly seed: number;
  /** In the order of drawing. */
  readonly paths: readonly string[];
}

/** Changes whenever older readers would misread a file. */
export const RUN_FORMAT = 'fewgood-run/2';

const schema = z.strictObject({
  format: z.literal(RUN_FORMAT),
  result: resultSchema,
  supportSets: z.array(
    z.strictObject({
      category: z.string(),
      shots: z.int(),
      seed: z.int(),
      paths: z.array(z.string()),
    }),
  ),
});

/** The support sets of all categories. */
export function nameSupportSets(categories: readonly PlannedCategory[]): NamedSupportSet[] {
  return categories.flatMap(({ name, supportSets }) =>
    supportSets.map(({ shots, seed, pictures }) => ({
      category: name,
      shots,
      seed,
      paths: pictures.map(({ path }) => path),
    })),
  );
}

/** Writes a head as JSON. */
export function encodeHead({ result, supportSets }: RunHead): string {
  return `${JSON.stringify({ format: RUN_FORMAT, result: { ...result, cells: [] }, supportSets })}\n`;
}

/**
 * Reads a head.
 *
 * @param name - Of the file, for messages.
 * @throws {@link ResultError} if it is none, of another version, or damaged.
 */
export function decodeHead(text: string, name: string): RunHead {
  const head = check(parseResultJson(text, name), schema, name);
  const { cells: _, ...result } = head.result;
  return { result, supportSets: head.supportSets };
}

/** What of a run is not as it was when it began, in words; undefined when it is the same run. */
export function differenceOf(before: RunHead, now: RunHead): string | undefined {
  const [old, current] = [before, now].map((head) => {
    const { provenance, ...content } = head.result;
    const { version, runtime } = provenance;
    return Object.entries({ version, runtime, ...content, 'support sets': head.supportSets });
  });
  return current.find(([key, value]) => {
    const was = old.find(([name]) => name === key)?.[1];
    return canonical(was) !== canonical(value);
  })?.[0];
}

/** Where the figures come from when several starts made them: each thing that was true of any. */
export function joinProvenance(before: Provenance, now: Provenance): Provenance {
  return {
    ...before,
    command: join(before.command, now.command),
    machine: join(before.machine, now.machine),
    commit:
      before.commit === null || now.commit === null
        ? (before.commit ?? now.commit)
        : join(before.commit, now.commit),
  };
}

function join(before: string, now: string): string {
  return before.split('; ').includes(now) ? before : `${before}; ${now}`;
}

/** The cells without their timings, which differ from run to run; all else must not. */
export function figuresOf(cells: readonly EvaluationCell[]): Omit<EvaluationCell, 'timings'>[] {
  return cells.map(({ timings: _timings, ...figures }) => figures);
}

/** As JSON, whatever order keys were set in. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
