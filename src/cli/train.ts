import { basename, join } from 'node:path';
import { CancelledError, UsageError } from '../errors.ts';
import { exportNetwork } from '../features/state-dict-import.ts';
import { formatMebibytes, MEBIBYTE } from '../mebibytes.ts';
import type { StateDict } from '../weights/state-dict.ts';
import { openDataset } from '../node/datasets/open-datasets.ts';
import { findStartWeights } from '../node/training/start-weights.ts';
import { readProvenance } from '../node/evaluation/provenance.ts';
import { nodeRuntime } from '../node/runtime/runtime.ts';
import { TrainingFolder } from '../node/training/training-folder.ts';
import { nodeTrainingPorts } from '../node/training/training-ports.ts';
import { counted } from '../page/format.ts';
import { estimateSeconds } from '../training/estimate.ts';
import { estimateMemory, fitMicroBatches } from '../training/memory.ts';
import { planTraining, type TrainingPlan } from '../training/plan.ts';
import { runTraining, type TrainingOutcome } from '../training/run.ts';
import { trainedNetwork } from '../training/settings.ts';
import { defaultOf, ExitCode, type Invocation, type Terminal } from './command.ts';
import { duration } from './progress.ts';
import { toList } from './run-request.ts';
import { toTrainingSettings } from './training-settings.ts';
import { watchTraining } from './training-progress.ts';
import { trainOptions } from './train-options.ts';

type Options = Invocation<typeof trainOptions>['options'];

/**
 * `fewgood train good/ --out run`.
 *
 * @throws {@link UsageError} if no run is named, no pictures are, or those of a run that goes on are changed.
 * @throws {@link CancelledError} if it is stopped before the end.
 */
export async function runTrain(invocation: Invocation<typeof trainOptions>): Promise<ExitCode> {
  const { options, terminal } = invocation;
  const { out } = options;
  if (out === undefined) {
    throw new UsageError('Cannot train: no --out given', 'Name a folder for the run: --out run.');
  }
  const ready = options.resume ? await resume(out, invocation) : await begin(out, invocation);
  if (ready === undefined) return ExitCode.ok;
  const { folder, plan } = ready;
  try {
    const { done, state } = await watched(ready, options, terminal);
    if (done < plan.steps) {
      terminal.log(`stopped; go on with: fewgood train --resume --out ${out}`);
      throw new CancelledError('train', `${done} of ${plan.steps} steps`);
    }
    terminal.out(`model: ${await writeModel(folder, plan, state)}`);
    return ExitCode.ok;
  } finally {
    await folder.close();
  }
}

/** Trains while a person watches. */
async function watched(
  { folder, plan, threads }: Ready,
  options: Options,
  terminal: Terminal,
): Promise<TrainingOutcome> {
  const { end, ...listeners } = watchTraining(plan, terminal);
  const { workers } = options;
  const ports = { ...nodeTrainingPorts({ threads, workers }), store: folder };
  try {
    return await runTraining(plan, ports, {
      checkpointMinutes: options['checkpoint-minutes'],
      signal: terminal.signal,
      ...listeners,
    });
  } finally {
    end();
  }
}

/** Makes a model file of what was trained. */
async function writeModel(
  folder: TrainingFolder,
  { task, categories, steps }: TrainingPlan,
  state: StateDict,
): Promise<string> {
  const { backbone, transformer, loss } = task.settings;
  const stn = transformer === 'none' ? '' : `, spatial transformers (${transformer})`;
  const start = task.start === 'none' ? 'random weights' : task.start;
  const { model } = exportNetwork(trainedNetwork(task.settings), state, {
    name: `${backbone}${stn}, Siamese training (${loss})`,
    licence: 'of the pictures and the start weights that it was trained with',
    provenance: `fewgood train: ${steps} steps on ${categories.map(({ name }) => name).join(', ')}; from ${basename(start)}`,
  });
  await folder.write('model', model);
  return folder.nameOf('model');
}

/** A training that holds its folder. */
interface Ready {
  readonly folder: TrainingFolder;
  readonly plan: TrainingPlan;
  readonly threads: number;
}

/** What changes nothing of what a training comes to, or not more than its last bits. */
const FREE_TO_CHANGE: readonly string[] = [
  'out',
  'resume',
  'threads',
  'workers',
  'checkpoint-minutes',
];

async function resume(
  out: string,
  { options, args, terminal }: Invocation<typeof trainOptions>,
): Promise<Ready> {
  const changed = args[0] ?? changedOption(options);
  if (changed !== undefined) {
    throw new UsageError(
      `Cannot go on with ${out} and "${changed}": a run keeps its pictures and settings`,
      `Leave it out, or begin anew with another --out; --start ${join(out, 'checkpoint.safetensors')} begins with its weights.`,
    );
  }
  const { folder, task, ...before } = await TrainingFolder.open(out);
  try {
    const threads = options.threads ?? before.threads;
    const runtime = describeRuntime(threads);
    if (runtime !== before.runtime) {
      terminal.log(`note: begun on ${before.runtime}, now on ${runtime}: last bits may differ`);
    }
    const weights = await findStartWeights(task.start, task.settings);
    return { folder, plan: await planTraining(task, weights, openDataset), threads };
  } catch (error) {
    await folder.close();
    throw error;
  }
}

/** An option that a run cannot go on with, if one is given. */
function changedOption(options: Readonly<Record<string, unknown>>): string | undefined {
  const changed = Object.entries(trainOptions).find(
    ([name, spec]) => !FREE_TO_CHANGE.includes(name) && options[name] !== defaultOf(spec),
  );
  return changed && `--${changed[0]}`;
}

/** Undefined for a dry run. */
async function begin(
  out: string,
  { options, args, words, terminal }: Invocation<typeof trainOptions>,
): Promise<Ready | undefined> {
  if (args.length === 0) {
    throw new UsageError(
      'Cannot train: no data given',
      'Name folders of good pictures, or synthetic:40x24 for rendered ones.',
    );
  }
  const request = await toTrainingSettings(options);
  const weights = await findStartWeights(options.start, request.settings);
  const leaveOut = toList(options['leave-out'] ?? '');
  const task = { settings: request.settings, sources: args, leaveOut, start: weights.path };
  const draft = await planTraining(task, weights, openDataset);
  const plan = request.isSplitGiven ? draft : fitMemory(draft, options['memory-limit'] * MEBIBYTE);
  for (const line of describe(plan)) terminal.log(line);
  const { threads } = nodeRuntime({ threads: options.threads });
  if (options['dry-run']) {
    const { workers } = options;
    const seconds = await estimateSeconds(plan, nodeTrainingPorts({ threads, workers }));
    terminal.log(`time: about ${duration(1000 * seconds)} if nothing else runs`);
    return undefined;
  }
  const { categories, steps } = plan;
  const folder = await TrainingFolder.create(out, plan.task, {
    ...(await readProvenance(words, describeRuntime(threads))),
    threads,
    categories: categories.map(({ name, pictures }) => ({ name, pictures: pictures.length })),
    steps,
  });
  return { folder, plan, threads };
}

function describeRuntime(threads: number): string {
  return `${nodeRuntime().name}, ${counted(threads, 'thread')}`;
}

/** Splits batches where the memory asks for it. */
function fitMemory(plan: TrainingPlan, limit: number): TrainingPlan {
  const { settings } = plan.task;
  const microBatches = fitMicroBatches(settings, picturesOf(plan), limit);
  return { ...plan, task: { ...plan.task, settings: { ...settings, microBatches } } };
}

function picturesOf({ categories }: TrainingPlan): number {
  return categories.reduce((sum, { pictures }) => sum + pictures.length, 0);
}

function describe(plan: TrainingPlan): string[] {
  const { task, categories, steps, schedule } = plan;
  const { settings } = task;
  const pictures = picturesOf(plan);
  const { total } = estimateMemory(settings, pictures);
  const parts = settings.microBatches === 1 ? '' : ` in ${settings.microBatches} micro-batches`;
  return [
    `${counted(pictures, 'picture')} of ${counted(categories.length, 'category', 'categories')}, ${settings.size} × ${settings.size}`,
    `${steps} steps of ${settings.batch} pairs${parts} (${settings.epochs} epochs of ${schedule.stepsPerEpoch})`,
    `memory: about ${formatMebibytes(total)}`,
  ];
}
