import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { parseWords } from '../src/cli/command.ts';
import { toList } from '../src/cli/run-request.ts';
import { trainOptions } from '../src/cli/train-options.ts';
import { toTrainingSettings } from '../src/cli/training-settings.ts';

/** What decides a training: its settings by name, its pictures and its start. */
type Training = Readonly<Record<string, unknown>>;

const runSchema = z.object({
  settings: z.looseObject({ microBatches: z.number() }),
  sources: z.array(z.string()),
  leaveOut: z.array(z.string()),
  start: z.string(),
});

/**
 * Refuses a folder whose training is another one than `fewgood train` would begin: its figures would
 * stand under a wrong name.
 *
 * @param run - A folder with a run.json.
 * @param argv - What the training would be begun with.
 * @throws {@link Error} that names the folder and what differs.
 */
export async function assertSameTraining(run: string, argv: readonly string[]): Promise<void> {
  const file = await readFile(join(run, 'run.json'), 'utf8');
  const { settings, sources, leaveOut, start } = runSchema.parse(JSON.parse(file));
  const training = { ...settings, sources, leaveOut, start: basename(start) };
  // Where nobody says how to split batches, the memory decides, and that is no other training.
  const expected = { microBatches: settings.microBatches, ...(await expectedTraining(argv)) };
  const differences = differencesOf(training, expected);
  if (differences.length === 0) return;
  throw new Error(
    `${run} holds another training: ${differences.join('; ')}. Name another variant or another WORK, or remove the folder and its result`,
  );
}

/** What `fewgood train` would write of a training that it began now. */
async function expectedTraining(argv: readonly string[]): Promise<Training> {
  const { options, args } = parseWords(trainOptions, argv);
  const { settings: request, isSplitGiven } = await toTrainingSettings(options);
  const { microBatches, ...settings } = request;
  return {
    ...settings,
    ...(isSplitGiven ? { microBatches } : {}),
    sources: args,
    leaveOut: toList(options['leave-out'] ?? ''),
    // Its folder is another one on each machine.
    start: basename(options.start ?? ''),
  };
}

function differencesOf(training: Training, expected: Training): string[] {
  const names = [...new Set([...Object.keys(training), ...Object.keys(expected)])];
  return names
    .filter((name) => !isDeepStrictEqual(training[name], expected[name]))
    .map(
      (name) =>
        `${name} ${JSON.stringify(training[name])} instead of ${JSON.stringify(expected[name])}`,
    );
}
