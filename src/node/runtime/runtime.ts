import { availableParallelism } from 'node:os';
import { env, InferenceSession, Tensor } from 'onnxruntime-node';
import { ArgumentRangeError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { nodeSha256 } from '../files/sha256.ts';
import { threadAffinities } from './affinity.ts';
import { switchTelemetryOff } from './telemetry.ts';

/** How ONNX Runtime uses the machine. */
export interface NodeRuntimeOptions {
  /** Threads within an operator; the cores that are available by default. */
  readonly threads?: number | undefined;
  /**
   * `fixed` keeps each thread on a processor of its own, where there is one for each. For a process that waits for
   * pictures: after a pause the system wakes all threads on one processor and takes long to part them (measured on
   * two: a picture after a second took 35 ms, fixed 25). `free`, the default, is a little faster where other
   * threads decode all the time, as for a folder.
   */
  readonly placement?: 'fixed' | 'free' | undefined;
}

/**
 * ONNX Runtime for Node, on the CPU, with its telemetry off.
 *
 * @throws {@link ArgumentRangeError} if `threads` is not a positive integer.
 * @throws {@link TelemetryError} if this is a worker thread and the main thread has no runtime.
 */
export function nodeRuntime({
  threads = availableParallelism(),
  placement = 'free',
}: NodeRuntimeOptions = {}): Runtime {
  if (!Number.isInteger(threads) || threads < 1) {
    throw new ArgumentRangeError('threads', threads, 'a positive integer');
  }
  switchTelemetryOff();
  return {
    name: `onnxruntime-node ${env.versions.node ?? 'of unknown version'} cpu`,
    threads,
    Tensor,
    sha256: nodeSha256,
    createSession: (model) =>
      InferenceSession.create(model, {
        executionProviders: ['cpu'],
        graphOptimizationLevel: 'all',
        intraOpNumThreads: threads,
        // Threads that spin between operators starve the code between sessions (measured: an
        // inspection took 165 ms with spinning, 114 without, on 2 cores).
        extra: {
          session: {
            intra_op: { allow_spinning: '0' },
            ...(placement === 'fixed' ? affinitiesOf(threads) : {}),
          },
        },
      }),
  };
}

function affinitiesOf(threads: number): { intra_op_thread_affinities?: string } {
  const affinities = threadAffinities(threads);
  return affinities === undefined ? {} : { intra_op_thread_affinities: affinities };
}
