/** A listener of a run that nobody listens to. */
import type { RunListener } from '../../src/node/evaluation/evaluation-run.ts';

/** Takes what is told, and never stops the run. */
export function silentListener(): RunListener {
  return {
    onPassOver: () => undefined,
    onProblems: () => undefined,
    onProgress: () => undefined,
    onMemory: () => undefined,
    onResume: () => undefined,
    onCell: () => undefined,
    signal: new AbortController().signal,
  };
}
