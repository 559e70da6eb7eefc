/** The runtimes that suites run on. A suite that computes takes its runtime from here. */
import * as engine from 'onnxruntime-web';
import { describe, it } from 'vitest';
import { webRuntime } from '../../src/browser/web-runtime.ts';
import { nodeRuntime } from '../../src/node/runtime/runtime.ts';
import type { Runtime } from '../../src/runtime.ts';

/** A runtime that suites run on. */
export interface TestRuntime {
  /** For the names of suites. */
  readonly name: string;
  /** Why it cannot be used here; suites are skipped and say so. */
  readonly absent?: string;
  /** Milliseconds that a test may take, where it is slower than others. */
  readonly timeout?: number;
  /**
   * Makes one.
   *
   * @param threads - Threads within an operator; the runtime's default if not given.
   */
  readonly create: (threads?: number) => Runtime;
}

/** What suites of the command line and of files use, which run on Node alone. */
export const nodeCpu: TestRuntime = {
  name: 'Node CPU',
  create: (threads) => nodeRuntime({ threads }),
};

/** The engine of browsers on Node, by one thread: it is started once in a process, whatever is asked for later. */
const nodeWasm: TestRuntime = {
  name: 'wasm in Node',
  timeout: 300_000,
  create: () => {
    engine.env.wasm.numThreads = 1;
    return webRuntime(engine, { provider: 'wasm', threads: 1 });
  },
};

/** All of them: a runtime more is an entry more. */
const runtimes: readonly TestRuntime[] = [nodeCpu, nodeWasm];

/**
 * A suite that runs once on each runtime.
 *
 * @param body - Takes a runtime of one thread, and how to make others.
 */
export function describeOnRuntimes(
  name: string,
  body: (runtime: Runtime, create: TestRuntime['create']) => void,
): void {
  for (const { name: on, absent, timeout = 60_000, create } of runtimes) {
    describe(`${name} on ${on}`, { timeout }, () => {
      if (absent === undefined) return body(create(1), create);
      // oxlint-disable-next-line vitest/expect-expect -- nothing can run
      it(`is left out: ${absent}`, ({ skip }) => skip(absent));
    });
  }
}
