import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { CancelledError, UsageError } from '../errors.ts';
import { exportNetwork } from '../features/state-dict-import.ts';
import { TRAINING } from '../hyperparameters.ts';
import { findStartWeights, type StartWeights } from '../node/start-weights.ts';
import { readProvenance } from '../node/provenance.ts';
import { nodeRuntime } from '../node/runtime.ts';
import { TrainingFolder, type TrainingTask } from '../node/training-folder.ts';
import {
  estimateSeconds,
  type PreparedTraining,
  prepareTraining,
  runTraining,
  type TrainingOutcome,
} from '../node/training-run.ts';
import { counted } from '../report/format.ts';
import { estimateMemory, fitMicroBatches } from '../training/memory.ts';
import { trainedNetwork } from '../training/settings.ts';
import type { TrainedStep } from '../training/trainer.ts';
import {
  type Command,
  defineCommand,
  ExitCode,
  type Invocation,
  type Terminal,
} from './command.ts';
import { runtimeOptions } from './common-options.ts';
import { createProgress, duration } from './progress.ts';
import { trainingOptions, toTrainingSettings } from './training-options.ts';

const MIB = 2 ** 20;

const options = {
  out: { type: 'string', value: 'RUN', help: 'folder of the run' },
  resume: { type: 'boolean', help: 'go on with the run in --out, as if it had never stopped' },
  'dry-run': { type: 'boolean', help: 'tell pictures, steps, memory and time, and train nothing' },
  'leave-out': {
    type: 'string',
    value: 'CATEGORY,…',
    help: 'categories that are not trained on, such as the one to be tested',
  },
  start: {
    type: 'string',
    value: 'FILE|none',
    help: "weights to begin with, .npz or .safetensors with torchvision's keys, or none for random ones",
  },
  'checkpoint-minutes': {
    type: 'number',
    value: 'N',
    default: TRAINING.checkpointMinutes,
    min: 0,
    help: 'time between checkpoints',
  },
  'memory-limit': {
    type: 'number',
    value: 'MIB',
    default: 8192,
    min: 1,
    help: 'split batches into micro-batches to stay below',
  },
  workers: {
    type: 'number',
    value: 'N',
    default: 1,
    whole: true,
    min: 1,
    help: 'threads that decode and augment pictures',
  },
  ...trainingOptions,
  ...runtimeOptions,
} as const;

type Given = Invocation<typeof options>['options'];

/** `fewgood train good/ --out run`. */
export const trainCommand: Command = defineCommand({
  name: 'train',
  summary: 'Train a feature extractor on good pictures of many categories',
  usage: 'DATA… --out RUN [options]',
  details: `DATA are folders of categories in any layout that \`fewgood evaluate\` reads, plain folders of good
    pictures, and synthetic:CATEGORIESxPICTURES@FIRST for rendered ones; only good training pictures are
    used. RUN gets run.json (settings), log.jsonl (a line a step), loss.svg, checkpoint.safetensors, and in
    the end model.onnx, which every --model takes. Ctrl-C stops with a checkpoint; --resume goes on with the
    same bytes as a run that was not stopped, as long as the number of --threads is the same.`,
  examples: [
    'fewgood train data/parts synthetic:40x24 --start resnet18.safetensors --out run',
    'fewgood train data/mvtec --leave-out screw --preset thesis --start resnet18.safetensors --out run-screw',
    'fewgood train data/parts --dry-run --out run',
    'fewgood train --resume --out run',
  ],
  options,
  run,
});

async function run({
  options: given,
  args,
  terminal,
}: Invocation<typeof options>): Promise<ExitCode> {
  const { out } = given;
  if (out === undefined) {
    throw new UsageError('Cannot train: no --out given', 'Name a folder for the run: --out run.');
  }
  const { folder, prepared, start } = given.resume
    ? await resume(out, args)
    : await begin({ out, given, args, terminal });
  if (folder === undefined) return ExitCode.ok;
  const watch = watchTraining(prepared, terminal);
  const outcome = await runTraining(prepared, start, {
    folder,
    threads: given.threads,
    workers: given.workers,
    checkpointMinutes: given['checkpoint-minutes'],
    signal: terminal.signal,
    ...watch,
  });
  watch.end();
  if (outcome.done < prepared.steps) {
    terminal.log(`stopped; go on with: fewgood train --resume --out ${out}`);
    throw new CancelledError('train', `${outcome.done} of ${prepared.steps} steps`);
  }
  terminal.out(`model: ${await writeModel(folder, prepared, outcome)}`);
  return ExitCode.ok;
}

/** Makes a model file of what was trained. */
async function writeModel(
  folder: TrainingFolder,
  { task, categories, steps }: PreparedTraining,
  { state }: TrainingOutcome,
): Promise<string> {
  const { backbone, transformer, loss } = task.settings;
  const stn = transformer === 'none' ? '' : `, spatial transformers (${transformer})`;
  const start = task.start === null || task.start === 'none' ? 'random weights' : task.start;
  const { model } = exportNetwork(trainedNetwork(task.settings), state, {
    name: `${backbone}${stn}, Siamese training (${loss})`,
    licence: 'of the pictures and the start weights that it was trained with',
    provenance: `fewgood train: ${steps} steps on ${categories.map(({ name }) => name).join(', ')}; from ${basename(start)}`,
  });
  return folder.writeModel(model);
}

interface Ready {
  /** Undefined for a dry run. */
  readonly folder: TrainingFolder | undefined;
  readonly prepared: PreparedTraining;
  readonly start: StartWeights['state'];
}

async function resume(out: string, args: readonly string[]): Promise<Ready> {
  if (args.length > 0) {
    throw new UsageError(
      `Cannot go on with ${out} on "${args[0]}": a run keeps its pictures`,
      'Leave DATA out, or begin anew with another --out.',
    );
  }
  const { folder, task } = await TrainingFolder.resume(out);
  const { bytes, state } = await findStartWeights(task.start, task.settings);
  return { folder, prepared: await prepareTraining(task, bytes), start: state };
}

async function begin({
  out,
  given,
  args,
  terminal,
}: {
  readonly out: string;
  readonly given: Given;
  readonly args: readonly string[];
  readonly terminal: Terminal;
}): Promise<Ready> {
  if (args.length === 0) {
    throw new UsageError(
      'Cannot train: no data given',
      'Name folders of good pictures, or synthetic:40x24 for rendered ones.',
    );
  }
  const wanted = await toTrainingSettings(given);
  const weights = await findStartWeights(given.start ?? null, wanted);
  const leaveOut = (given['leave-out'] ?? '').split(',').filter((name) => name !== '');
  const task = { settings: wanted, sources: args, leaveOut, start: weights.path };
  const draft = await prepareTraining(task, weights.bytes);
  const prepared = await fitMemory(draft, weights.bytes, given);
  for (const line of describe(prepared)) terminal.log(line);
  if (given['dry-run']) {
    const seconds = await estimateSeconds(prepared, given.threads);
    terminal.log(`time: about ${duration(1000 * seconds)} if nothing else runs`);
    return { folder: undefined, prepared, start: weights.state };
  }
  const runtime = `${nodeRuntime().name}, ${given.threads ?? availableParallelism()} threads`;
  const { categories, steps } = prepared;
  const folder = await TrainingFolder.begin(out, prepared.task, {
    ...(await readProvenance(process.argv.slice(2), runtime)),
    categories: categories.map(({ name, pictures }) => ({ name, pictures: pictures.length })),
    steps,
  });
  return { folder, prepared, start: weights.state };
}

/** Splits batches where the memory asks for it and the user did not say how. */
async function fitMemory(
  prepared: PreparedTraining,
  weights: Uint8Array | null,
  given: Given,
): Promise<PreparedTraining> {
  if (given['micro-batches'] !== undefined) return prepared;
  const { settings } = prepared.task;
  const limit = given['memory-limit'] * MIB;
  const microBatches = fitMicroBatches(settings, picturesOf(prepared), limit);
  if (microBatches === settings.microBatches) return prepared;
  const task: TrainingTask = { ...prepared.task, settings: { ...settings, microBatches } };
  return prepareTraining(task, weights);
}

function picturesOf({ categories }: PreparedTraining): number {
  return categories.reduce((sum, { pictures }) => sum + pictures.length, 0);
}

function describe(prepared: PreparedTraining): string[] {
  const { task, categories, steps, schedule } = prepared;
  const { settings } = task;
  const pictures = picturesOf(prepared);
  const { total } = estimateMemory(settings, pictures);
  const parts = settings.microBatches === 1 ? '' : ` in ${settings.microBatches} micro-batches`;
  return [
    `${counted(pictures, 'picture')} of ${counted(categories.length, 'category', 'categories')}, ${settings.size} × ${settings.size}`,
    `${steps} steps of ${settings.batch} pairs${parts} (${settings.epochs} epochs of ${schedule.stepsPerEpoch})`,
    `memory: about ${Math.ceil(total / MIB)} MiB`,
  ];
}

/** Tells a person how a training goes: a bar where somebody watches, a line an epoch elsewhere. */
function watchTraining(
  { steps, schedule, task }: PreparedTraining,
  terminal: Terminal,
): {
  readonly onProgress: (stage: string, done: number, total: number) => void;
  readonly onStep: (step: TrainedStep) => void;
  readonly end: () => void;
} {
  const progress = createProgress(terminal);
  let begun = performance.now();
  let first: number | undefined;
  return {
    onProgress: (stage, done, total) => {
      progress.update(stage, done, total);
      if (done === total) progress.clear();
      begun = performance.now();
    },
    onStep: ({ step, loss, spread }) => {
      first ??= step;
      const perStep = (performance.now() - begun) / (step + 1 - first);
      const rate = (1000 * task.settings.batch) / perStep;
      const note = `loss ${loss.toFixed(4)}  spread ${spread.toFixed(2)}  ${rate.toFixed(1)} pairs/s`;
      progress.update('training', step + 1, steps, note);
      if ((step + 1) % schedule.stepsPerEpoch !== 0 && step + 1 < steps) return;
      progress.clear();
      const left = duration(perStep * (steps - step - 1));
      const epoch = Math.ceil((step + 1) / schedule.stepsPerEpoch);
      terminal.log(`epoch ${epoch}  step ${step + 1}/${steps}  ${note}  ETA ${left}`);
    },
    end: () => progress.clear(),
  };
}
