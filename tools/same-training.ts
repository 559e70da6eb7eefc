import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { defineCommand, ExitCode, type Terminal } from '../src/cli/command.ts';
import { trainCommand } from '../src/cli/train.ts';
import { toTrainingSettings, trainingOptions } from '../src/cli/training-options.ts';

/** Options of `fewgood train` that are looked at here; it has more. */
const lookedAt = {
  ...trainingOptions,
  start: { type: 'string', help: '' },
  'leave-out': { type: 'string', help: '' },
} as const;

/** Nothing is said there. */
const silent: Terminal = {
  out: () => undefined,
  log: () => undefined,
  stdin: process.stdin,
  bar: undefined,
  signal: new AbortController().signal,
};

/** What decides a training: its settings by name, its pictures and its start. */
type Told = Readonly<Record<string, unknown>>;

const runSchema = z.object({
  settings: z.looseObject({ microBatches: z.number() }),
  sources: z.array(z.string()),
  leaveOut: z.array(z.string()),
  start: z.string().nullable(),
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
  const found = { ...settings, sources, leaveOut, start: fileName(start) };
  // Where nobody says how to split batches, the memory decides, and that is no other training.
  const wanted = { microBatches: settings.microBatches, ...(await wantedTraining(argv)) };
  const differences = differencesOf(found, wanted);
  if (differences.length === 0) return;
  throw new Error(
    `${run} holds another training: ${differences.join('; ')}. Name another variant or another WORK, or remove the folder and its result`,
  );
}

/** What `fewgood train` would write of a training that it began now. */
async function wantedTraining(argv: readonly string[]): Promise<Told> {
  const wanted: Told[] = [];
  const telling = defineCommand({
    ...trainCommand,
    options: { ...trainCommand.options, ...lookedAt },
    run: async ({ options, args }) => {
      const { settings: told, isSplitGiven } = await toTrainingSettings(options);
      const { microBatches, ...settings } = told;
      wanted.push({
        ...settings,
        ...(isSplitGiven ? { microBatches } : {}),
        sources: args,
        leaveOut: options['leave-out']?.split(',') ?? [],
        start: fileName(options.start ?? null),
      });
      return ExitCode.ok;
    },
  });
  await telling.run(argv, silent);
  return wanted[0] ?? {};
}

/** The folder of the start weights is another one on each machine. */
function fileName(start: string | null): string {
  return start === null ? 'unknown' : basename(start);
}

function differencesOf(found: Told, wanted: Told): string[] {
  const names = [...new Set([...Object.keys(found), ...Object.keys(wanted)])];
  return names
    .filter((name) => !isDeepStrictEqual(found[name], wanted[name]))
    .map(
      (name) => `${name} ${JSON.stringify(found[name])} instead of ${JSON.stringify(wanted[name])}`,
    );
}
