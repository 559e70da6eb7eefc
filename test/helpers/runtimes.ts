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
  /** Whether suites that take minutes are left out on it, unless FEWGOOD_SLOW is set. */
  readonly isSlow?: boolean;
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
  isSlow: true,
  create: () => {
    engine.env.wasm.numThreads = 1;
    return webRuntime(engine, { provider: 'wasm', threads: 1 });
  },
};

/** All of them: a runtime more is an entry more. */
const runtimes: readonly TestRuntime[] = [nodeCpu, nodeWasm];

/** What a suite asks of the runtimes. */
export interface SuiteNeeds {
  /** It takes minutes on a slow runtime. */
  readonly isHeavy?: boolean;
}

/**
 * A suite that runs once on each runtime.
 *
 * @param body - Takes a runtime of one thread, and how to make others.
 */
export function describeOnRuntimes(
  name: string,
  body: (runtime: Runtime, create: TestRuntime['create']) => void,
  { isHeavy = false }: SuiteNeeds = {},
): void {
  for (const { name: on, absent, timeout = 60_000, isSlow = false, create } of runtimes) {
    const isLeftOut = isHeavy && isSlow && !process.env['FEWGOOD_SLOW'];
    const reason = absent ?? (isLeftOut ? 'it takes minutes; FEWGOOD_SLOW=1 runs it' : undefined);
    describe(`${name} on ${on}`, { timeout }, () => {
      if (reason === undefined) return body(create(1), create);
      // oxlint-disable-next-line vitest/expect-expect -- nothing can run
      it(`is left out: ${reason}`, ({ skip }) => skip(reason));
    });
  }
}
