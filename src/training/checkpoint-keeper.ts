import { TrainingError } from '../errors.ts';
import type { InferenceConfig } from '../nn/inference-graph.ts';
import type { TrainingSession } from '../nn/training-session.ts';
import { chartFile } from '../page/charts/chart.ts';
import { lossChart } from '../page/charts/loss-chart.ts';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from './checkpoint.ts';
import type { TrainingPorts, TrainingStore } from './ports.ts';
import { TrainingLog } from './training-log.ts';

/** Of what checkpoints are kept, and how often. */
export interface KeepOptions {
  readonly session: TrainingSession;
  /** The network in training. */
  readonly network: InferenceConfig;
  /** Identity of the training. */
  readonly training: string;
  /** Least time between checkpoints. */
  readonly checkpointMinutes: number;
}

/**
 * The last checkpoint; undefined before the first.
 *
 * @param training - Identity that it must have.
 * @throws {@link TrainingError} if it is of other pictures, settings or start weights.
 */
export async function readCheckpoint(
  store: TrainingStore,
  training: string,
): Promise<Checkpoint | undefined> {
  const bytes = await store.read('checkpoint');
  if (bytes === undefined) return undefined;
  const file = store.nameOf('checkpoint');
  const checkpoint = decodeCheckpoint(bytes, file);
  if (checkpoint.training === training) return checkpoint;
  throw new TrainingError(
    `the checkpoint ${file} is of other pictures or start weights than there are now`,
    'Restore the pictures as they were, or begin anew in another folder.',
    { options: ['out'] },
  );
}

/** Writes checkpoints when it is time. */
export class CheckpointKeeper {
  readonly #ports: Pick<TrainingPorts, 'store' | 'clock'>;
  readonly #options: KeepOptions;
  #last: number;

  constructor(ports: Pick<TrainingPorts, 'store' | 'clock'>, options: KeepOptions) {
    this.#ports = ports;
    this.#options = options;
    this.#last = ports.clock();
  }

  /**
   * Writes a checkpoint if the last one, or the start, was long enough ago.
   *
   * @param done - Steps done.
   */
  async keepIfDue(done: number): Promise<void> {
    const minutes = (this.#ports.clock() - this.#last) / 60_000;
    if (minutes >= this.#options.checkpointMinutes) await this.keep(done);
  }

  /**
   * Replaces the last checkpoint, and draws the curve so far.
   *
   * @param done - Steps done.
   */
  async keep(done: number): Promise<void> {
    const { session, training, network } = this.#options;
    const { store, clock } = this.#ports;
    const checkpoint = { step: done, training, state: session.state(), network };
    await store.write('checkpoint', encodeCheckpoint(checkpoint));
    const steps = await new TrainingLog(store).steps();
    if (steps.length > 0) await store.write('curve', chartFile(lossChart(steps)));
    this.#last = clock();
  }
}
