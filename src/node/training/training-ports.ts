import { createTrainingSession } from '../../nn/training-session.ts';
import type { TrainingPorts } from '../../training/ports.ts';
import { nodeRuntime } from '../runtime/runtime.ts';
import { WorkerPictures } from './worker-pictures.ts';

/** How a training uses the machine. */
export interface TrainingThreads {
  /** Threads of the arithmetic. */
  readonly threads: number;
  /** Threads that prepare pictures. */
  readonly workers: number;
}

/** The ports of a training but for where it is kept, which {@link TrainingFolder} is. */
export function nodeTrainingPorts({
  threads,
  workers,
}: TrainingThreads): Omit<TrainingPorts, 'store'> {
  return {
    createSession: (config, start) =>
      createTrainingSession(nodeRuntime({ threads }), config, start),
    openPictures: (pictures, options) => WorkerPictures.open(pictures, options, workers),
    clock: () => performance.now(),
  };
}
