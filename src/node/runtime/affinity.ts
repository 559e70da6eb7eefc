import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/**
 * Which processor each thread that ONNX Runtime starts shall stay on, as its
 * `session.intra_op_thread_affinities` is written: one-based numbers, one a thread beside the calling one.
 *
 * Only where the threads are as many as the processors that the process may use: fewer of several processes
 * would all stay on the same ones.
 *
 * @param threads - Threads within an operator, the calling one among them.
 * @param allowed - Numbers, from 0, of the processors that the process may use; empty where it is not known.
 * @returns Undefined where the system shall place them.
 */
export function threadAffinities(
  threads: number,
  allowed: readonly number[] = allowedProcessors(),
): string | undefined {
  if (threads < 2 || threads !== allowed.length) return undefined;
  return allowed
    .slice(1)
    .map((processor) => processor + 1)
    .join(';');
}

/** Numbers, from 0, of the processors that this thread may use; empty where the system does not tell. */
export function allowedProcessors(): number[] {
  let status: string;
  try {
    status = readFileSync('/proc/thread-self/status', 'utf8');
  } catch {
    return []; // No Linux.
  }
  const list = /^Cpus_allowed_list:\s*([\d,-]+)$/m.exec(status)?.[1] ?? '';
  const processors = list.split(',').flatMap((range) => {
    const [first = NaN, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
  // A share of the processors' time (a container's) is fewer processors than may be used, and any of them.
  return processors.length === availableParallelism() ? processors : [];
}
