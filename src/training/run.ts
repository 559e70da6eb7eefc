/**
 * Runs a training, from pictures to the state after its last step: begun, or gone on with as if it had
 * never been stopped.
 *
 * @module
 */
import type { CancelSignal } from '../cancellation.ts';
import type { StateDict } from '../weights/state-dict.ts';
import { CheckpointKeeper, readCheckpoint } from './checkpoint-keeper.ts';
import { type TrainingPlan, trainingIdentity } from './plan.ts';
import type { PictureOptions, TrainingPictures, TrainingPorts } from './ports.ts';
import { trainedNetwork, trainingConfig } from './settings.ts';
import { type BatchSource, train, type TrainedStep } from './trainer.ts';
import { TrainingLog } from './training-log.ts';

/** What a training needs besides its plan; nothing of this changes what it comes to. */
export interface RunTrainingOptions {
  /** Least time between checkpoints. */
  readonly checkpointMinutes: number;
  /** Told of pictures read, before the first step. */
  readonly onProgress: PictureOptions['onProgress'];
  /** Told of each step, once it is in the log. */
  readonly onStep: (step: TrainedStep) => void;
  /** Stops after the step under way, with a checkpoint, when it is asked to. */
  readonly signal: CancelSignal;
}

/** What a training came to. */
export interface TrainingOutcome {
  /** Steps done in all: fewer than planned if it was stopped. */
  readonly done: number;
  /** Weights, statistics and velocities after them. */
  readonly state: StateDict;
}

/**
 * Trains, from the last checkpoint if there is one.
 *
 * @throws {@link TrainingError} if the training comes to nothing, or the checkpoint is of another.
 * @throws {@link ImageError} if a picture cannot be read; {@link CancelledError} if it is stopped
 *   before all are.
 */
export async function runTraining(
  plan: TrainingPlan,
  ports: TrainingPorts,
  options: RunTrainingOptions,
): Promise<TrainingOutcome> {
  const { size, augment, pose } = plan.task.settings;
  const { onProgress, signal } = options;
  const pictures = await ports.openPictures(
    plan.categories.flatMap((category) => category.pictures),
    { size, augmentation: { families: augment, pose }, onProgress, signal },
  );
  try {
    return await trainOn(pictures, plan, ports, options);
  } finally {
    await pictures.release();
  }
}

async function trainOn(
  pictures: TrainingPictures,
  plan: TrainingPlan,
  ports: TrainingPorts,
  { checkpointMinutes, signal, onStep }: RunTrainingOptions,
): Promise<TrainingOutcome> {
  const { task, categories, steps } = plan;
  const { settings } = task;
  const training = trainingIdentity(plan, pictures.digest());
  const checkpoint = await readCheckpoint(ports.store, training);
  const from = checkpoint?.step ?? 0;
  const log = new TrainingLog(ports.store);
  const spreads = await log.cut(from);
  const session = await ports.createSession(
    // Where there is one category, no batch mixes any.
    { ...trainingConfig(settings), batches: categories.length > 1 ? settings.batches : 'category' },
    { state: checkpoint?.state ?? plan.start, seed: settings.seed, file: task.start },
  );
  try {
    const network = trainedNetwork(settings);
    const keeper = new CheckpointKeeper(ports, { session, network, training, checkpointMinutes });
    const done = await train(session, batchesOf(plan, pictures), {
      from,
      steps,
      rates: settings.rates,
      spreads,
      signal,
      onStep: async (step) => {
        await log.append(step);
        onStep(step);
      },
      onSound: (after) => keeper.keepIfDue(after),
    });
    await keeper.keep(done);
    return { done, state: session.state() };
  } finally {
    await session.release();
  }
}

/** The batches of a plan's steps, each in its micro-batches. */
function batchesOf({ schedule, task }: TrainingPlan, pictures: TrainingPictures): BatchSource {
  const { microBatches } = task.settings;
  return {
    batch: async (step) => {
      const pairs = schedule.pairsOf(step);
      const size = pairs.length / microBatches;
      const parts = Array.from({ length: microBatches }, (_, i) =>
        pairs.slice(i * size, (i + 1) * size),
      );
      return Promise.all(parts.map((part) => pictures.prepare(part)));
    },
  };
}
