import type { Env, InferenceSession, Tensor, TensorConstructor } from 'onnxruntime-common';
import type { Runtime, Session } from '../runtime.ts';

/** What is used of a build of onnxruntime-web. */
export interface WebEngine {
  readonly Tensor: TensorConstructor;
  readonly InferenceSession: {
    create(model: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession>;
  };
  readonly env: Pick<Env, 'versions' | 'wasm'>;
}

/** What computes: the processor by WebAssembly, or the graphics processor. */
export type WebProvider = 'wasm' | 'webgpu';

/** How a build of onnxruntime-web is used. */
export interface WebRuntimeOptions {
  readonly provider: WebProvider;
  /** Threads within an operator, as the engine was started with. */
  readonly threads: number;
}

/** Milliseconds of computing after which messages of the page are let in. */
const BREATH = 30;

/**
 * A runtime over onnxruntime-web. Its sessions run one after another, as the engine has one stack, and
 * between them the thread reads its messages: a page can stop what a worker is at.
 *
 * @param engine - Started, or to be started by the first session.
 */
export function webRuntime(engine: WebEngine, { provider, threads }: WebRuntimeOptions): Runtime {
  const turns = new Turns();
  return {
    name: `onnxruntime-web ${engine.env.versions.web ?? 'of unknown version'} ${provider}`,
    threads,
    Tensor: engine.Tensor,
    createSession: (model) =>
      turns.take(async () => {
        const session = await engine.InferenceSession.create(model, {
          executionProviders: [provider],
          graphOptimizationLevel: 'all',
        });
        return inTurns(session, turns);
      }),
  };
}

function inTurns(session: InferenceSession, turns: Turns): Session {
  const { inputNames, outputNames } = session;
  return {
    inputNames,
    outputNames,
    run: (feeds: Tensors, fetches: unknown = outputNames) =>
      turns.take(() => runInto(session, feeds, fetches)),
    release: () => turns.take(() => session.release()),
  };
}

type Tensors = InferenceSession.FeedsType;

/**
 * Runs a session. This engine takes tensors that wait for outputs and leaves them as they are: it is asked
 * for the names alone, and what comes is copied.
 *
 * @param fetches - Names, or tensors by name.
 */
async function runInto(
  session: InferenceSession,
  feeds: Tensors,
  fetches: unknown,
): Promise<InferenceSession.ReturnType> {
  const names = namesOf(fetches);
  const results = await session.run(feeds, names);
  if (!isRecord(fetches)) return results;
  return Object.fromEntries(names.map((name) => [name, fill(fetches[name], results[name])]));
}

function namesOf(fetches: unknown): readonly string[] {
  if (Array.isArray(fetches)) return fetches.map(String);
  return isRecord(fetches) ? Object.keys(fetches) : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, Tensor | null>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Fills a tensor that waits; without one, what came is it. */
function fill(waiting: Tensor | null | undefined, result: Tensor | undefined): Tensor {
  if (result === undefined) throw new Error('the engine gave no such output');
  if (!waiting) return result;
  const [into, from] = [waiting.data, result.data];
  if (into instanceof Float32Array && from instanceof Float32Array) into.set(from);
  else if (into instanceof BigInt64Array && from instanceof BigInt64Array) into.set(from);
  else if (into instanceof Int32Array && from instanceof Int32Array) into.set(from);
  else if (into instanceof Uint8Array && from instanceof Uint8Array) into.set(from);
  else throw new Error(`the engine gave ${result.type} for ${waiting.type}`);
  return waiting;
}

/** Work that is done one after another, whoever asks for it. */
class Turns {
  #last: Promise<unknown> = Promise.resolve();
  #breathed = performance.now();

  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(async () => {
      if (performance.now() - this.#breathed > BREATH) {
        await nextTask();
        this.#breathed = performance.now();
      }
      return work();
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

/** Waits for a task of the event loop; a timer would be held up by 4 ms. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(null);
  });
}
