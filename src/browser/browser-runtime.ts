import { ArgumentRangeError, BrowserError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import {
  type EngineFiles,
  engineFilesOf,
  type EngineLocation,
  onThisHost,
} from './engine-files.ts';
import { type EngineTrial, tryEngines } from './engine-trial.ts';
import { type WebEngine, webRuntime } from './web-runtime.ts';

/** How the engine uses the browser. */
export interface BrowserRuntimeOptions {
  /**
   * Where the files of onnxruntime-web lie, on the page's own host: a folder, or the two files of its build
   * for WebAssembly.
   */
  readonly engine: EngineLocation;
  /** The two files of its build for WebGPU (`ort-wasm-simd-threaded.asyncify`); those in the folder by default. */
  readonly gpuEngine?: EngineFiles;
  /**
   * `wasm` alone; `webgpu` alone; or, with `auto`, WebGPU where it computes `model` right and faster. `wasm` by
   * default without a model, else `auto`.
   */
  readonly provider?: 'wasm' | 'webgpu' | 'auto';
  /** What `auto` tries the engines with: the model file that will be used, shape [size]. */
  readonly model?: Uint8Array;
  /** Threads within an operator; the cores, 8 at most, where the page is cross-origin isolated, else 1. */
  readonly threads?: number;
}

/** A runtime with how it was chosen. */
export interface BrowserRuntime extends Runtime {
  /** Times of the engines; null where none was tried. */
  readonly trial: EngineTrial | null;
}

/** More do not make it faster, and each takes memory of its own. */
const MOST_THREADS = 8;

/** Threads that the engine was started with; it keeps them. */
let started: number | undefined;

/**
 * ONNX Runtime in a browser. In a page it holds everything up while it computes: use it in a worker.
 *
 * @throws {@link ArgumentRangeError} if `threads` is not a positive integer, or other than before.
 * @throws {@link BrowserError} if the browser lacks WebAssembly with SIMD, threads that were asked for or WebGPU that
 *   was asked for, or the files lie on another host.
 */
export async function browserRuntime(options: BrowserRuntimeOptions): Promise<BrowserRuntime> {
  const { engine, gpuEngine, model } = options;
  const { provider = model === undefined ? 'wasm' : 'auto' } = options;
  const threads = threadsOf(options.threads);
  const gpu = gpuEngine ? onThisHost(gpuEngine) : engineFilesOf(engine, 'webgpu');
  if (provider === 'webgpu') return { ...(await startGpu(gpu, threads)), trial: null };
  const wasm = await startWasm(engineFilesOf(engine, 'wasm'), threads);
  if (provider === 'wasm' || model === undefined || gpu === undefined)
    return { ...wasm, trial: null };
  const { runtime, trial } = await tryEngines(wasm, () => startGpu(gpu, threads), model);
  return { ...runtime, trial };
}

function threadsOf(asked: number | undefined): number {
  const isIsolated = globalThis.crossOriginIsolated;
  const threads =
    asked ?? started ?? (isIsolated ? Math.min(navigator.hardwareConcurrency, MOST_THREADS) : 1);
  if (!Number.isInteger(threads) || threads < 1)
    throw new ArgumentRangeError('threads', threads, 'a positive integer');
  if (started !== undefined && threads !== started)
    throw new ArgumentRangeError('threads', threads, `${started}, as the engine was started with`);
  if (threads > 1 && !isIsolated) {
    throw new BrowserError(
      `compute by ${threads} threads`,
      'the page is not cross-origin isolated: expected the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp',
      'Serve it with these headers, or ask for one thread.',
      { options: ['threads'] },
    );
  }
  return threads;
}

async function startWasm(files: EngineFiles | undefined, threads: number): Promise<Runtime> {
  if (!hasSimd()) {
    throw new BrowserError(
      'start ONNX Runtime',
      'this browser has no WebAssembly with SIMD, or the page forbids it: expected both',
      "Update the browser, or allow 'wasm-unsafe-eval' in the Content-Security-Policy of the page.",
    );
  }
  return start(await import('onnxruntime-web/wasm'), files, { provider: 'wasm', threads });
}

async function startGpu(files: EngineFiles | undefined, threads: number): Promise<Runtime> {
  const adapter = 'gpu' in navigator ? await navigator.gpu.requestAdapter() : null;
  if (adapter === null) {
    throw new BrowserError(
      'compute by WebGPU',
      'this browser has no graphics processor for it: expected an adapter',
      'Use WebAssembly.',
      { options: ['provider'] },
    );
  }
  return start(await import('onnxruntime-web/webgpu'), files, { provider: 'webgpu', threads });
}

function start(
  engine: WebEngine,
  files: EngineFiles | undefined,
  how: { readonly provider: 'wasm' | 'webgpu'; readonly threads: number },
): Runtime {
  started = how.threads;
  engine.env.wasm.numThreads = how.threads;
  if (files !== undefined)
    engine.env.wasm.wasmPaths = { mjs: String(files.script), wasm: String(files.wasm) };
  return webRuntime(engine, how);
}

/** The smallest module with an instruction of SIMD: (func (result v128) i32.const 0, i8x16.splat). */
const SIMD = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15,
  11,
];

function hasSimd(): boolean {
  return typeof WebAssembly !== 'undefined' && WebAssembly.validate(Uint8Array.from(SIMD));
}
