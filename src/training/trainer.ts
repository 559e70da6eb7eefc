/**
 * The training loop. What it needs of the platform it is given: batches (pictures are decoded and
 * augmented elsewhere, while the arithmetic runs) and a session; it owns neither clock nor disk.
 *
 * @module
 */
import type { CancelSignal } from '../cancellation.ts';
import { cosineCycle } from '../nn/sgd.ts';
import type {
  LearningRates,
  PairBatch,
  StepReport,
  TrainingSession,
} from '../nn/training-session.ts';
import { SoundnessCheck } from './soundness.ts';

/** Where batches come from. */
export interface BatchSource {
  /** The micro-batches of a step; asked for one step ahead. */
  batch(step: number): Promise<readonly PairBatch[]>;
}

/** A step that is done. */
export interface TrainedStep extends StepReport {
  /** From 0. */
  readonly step: number;
  /** Learning rates of it. */
  readonly rates: LearningRates;
}

/** From where to where a training goes, and whom it tells. */
export interface TrainOptions {
  /** Steps that are done already. */
  readonly from: number;
  /** Steps in all, over which the rates fall to 0. */
  readonly steps: number;
  /** Learning rates of the first step. */
  readonly rates: LearningRates;
  /** Spread of each step that is done already; none are known by default. */
  readonly spreads?: readonly number[];
  /** Stops after the step under way. */
  readonly signal?: CancelSignal;
  /** Told of each step, also of the one that ends a training; awaited. */
  readonly onStep: (step: TrainedStep) => Promise<void> | void;
  /** Told how many steps are done after each that is sound, and awaited: a checkpoint may be written. */
  readonly onSound?: (done: number) => Promise<void> | void;
}

/**
 * Trains.
 *
 * @returns Steps done in all: fewer than planned if it was stopped.
 * @throws {@link TrainingError} if the loss is no number or the encodings have collapsed.
 */
export async function train(
  session: TrainingSession,
  source: BatchSource,
  { from, steps, rates, spreads, signal, onStep, onSound }: TrainOptions,
): Promise<number> {
  const soundness = new SoundnessCheck(spreads);
  let next: Promise<readonly PairBatch[]> | undefined;
  for (let step = from; step < steps; step++) {
    if (signal?.aborted) return step;
    const batches = await (next ?? source.batch(step));
    next = step + 1 < steps ? ahead(source, step + 1) : undefined;
    const current = scaled(rates, cosineCycle(step / steps));
    const report = await session.step(batches, current);
    // The step goes into the log first: it is where one looks for what was wrong.
    await onStep({ ...report, step, rates: current });
    soundness.check(step, report);
    await onSound?.(step + 1);
  }
  return steps;
}

/** Asks for a batch that is awaited later: a rejection is met then, and until then no unhandled one. */
function ahead(source: BatchSource, step: number): Promise<readonly PairBatch[]> {
  const batch = source.batch(step);
  batch.catch(() => undefined);
  return batch;
}

function scaled({ backbone, transformer, heads }: LearningRates, factor: number): LearningRates {
  return { backbone: backbone * factor, transformer: transformer * factor, heads: heads * factor };
}
