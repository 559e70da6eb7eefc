import * as z from 'zod';
import { decodeJson } from './damaged-file.ts';
import type { TrainingTask } from './plan.ts';
import { parseTrainingSettings } from './settings.ts';

/** What is kept beside the task: command, commit, machine, categories. */
export interface TrainingCircumstances {
  /** Threads of the arithmetic, on which the last bits depend. */
  readonly threads: number;
  /** Of the engine. */
  readonly runtime: string;
  readonly [more: string]: unknown;
}

/** What a training goes on with. */
export interface TrainingHead extends Pick<TrainingCircumstances, 'threads' | 'runtime'> {
  readonly task: TrainingTask;
}

const schema = z.object({
  settings: z.unknown(),
  sources: z.array(z.string()),
  leaveOut: z.array(z.string()),
  start: z.string(),
  threads: z.int().positive(),
  runtime: z.string(),
});

/** Writes what a training is, as JSON. */
export function encodeTrainingHead(
  task: TrainingTask,
  circumstances: TrainingCircumstances,
): string {
  return `${JSON.stringify({ ...circumstances, ...task }, null, 2)}\n`;
}

/**
 * Reads what a training is.
 *
 * @param file - Its name, for messages.
 * @throws {@link TrainingError} if it is damaged; {@link SettingsError} if a setting is out of its range.
 */
export function decodeTrainingHead(text: string, file: string): TrainingHead {
  const { settings, sources, leaveOut, start, ...others } = decodeJson(text, schema, file);
  const { threads, runtime } = others;
  const parsed = parseTrainingSettings(settings, file);
  return { task: { settings: parsed, sources, leaveOut, start }, threads, runtime };
}
