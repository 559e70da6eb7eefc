import { FewgoodError } from '../errors.ts';
import { type ModelInfo, readModelInfo } from '../features/model-info.ts';
import type { Runtime, RuntimeTensor } from '../runtime.ts';

/** How WebAssembly and WebGPU did with a model. */
export interface EngineTrial {
  /** Milliseconds of one picture by WebAssembly, the least of {@link RUNS}. */
  readonly wasm: number;
  /** The same by WebGPU; null where it did not come to that. */
  readonly webgpu: number | null;
  /** Largest difference of the feature maps, as a share of their largest value; null likewise. */
  readonly difference: number | null;
  /** Why WebGPU is not used; null where it is. */
  readonly refusal: string | null;
}

/** Runs that are timed, after one that is not. */
const RUNS = 3;
/** WebGPU must be faster by this to be used: it takes memory of its own, and time to start. */
const LEAST_GAIN = 1.2;
/** Feature maps may differ so much, as a share of the largest value: as runtimes with other orders of sums do. */
const TOLERANCE = 1e-3;

/**
 * Runs a model on both engines, and chooses: WebGPU where it gives the same feature maps, and them faster.
 *
 * @param wasm - By WebAssembly.
 * @param startGpu - Starts WebGPU, or fails with why it cannot.
 * @param model - The file, shape [size].
 */
export async function tryEngines(
  wasm: Runtime,
  startGpu: () => Promise<Runtime>,
  model: Uint8Array,
): Promise<{ readonly runtime: Runtime; readonly trial: EngineTrial }> {
  const info = readModelInfo(model, undefined, wasm.sha256);
  const { time, maps } = await runModel(wasm, model, info);
  const refused = (refusal: string, rest: Partial<EngineTrial> = {}) => ({
    runtime: wasm,
    trial: { wasm: time, webgpu: null, difference: null, ...rest, refusal },
  });
  try {
    const gpu = await startGpu();
    const other = await runModel(gpu, model, info);
    const difference = differenceOf(maps, other.maps);
    const measured = { webgpu: other.time, difference };
    if (!(difference <= TOLERANCE))
      return refused(`its feature maps differ by ${difference}`, measured);
    if (other.time * LEAST_GAIN > time) return refused('it is not faster', measured);
    return { runtime: gpu, trial: { wasm: time, ...measured, refusal: null } };
  } catch (error) {
    // Whatever stops WebGPU, and drivers have much that does, WebAssembly goes on.
    const reason = error instanceof FewgoodError ? error.message : String(error);
    return refused(reason);
  }
}

/** The least time of a model, and what it puts out of a picture that is no plain one. */
async function runModel(
  runtime: Runtime,
  model: Uint8Array,
  { input, preprocessing: { size } }: ModelInfo,
): Promise<{ time: number; maps: RuntimeTensor[] }> {
  const session = await runtime.createSession(model);
  try {
    const wave = Float32Array.from({ length: 3 * size * size }, (_, i) => Math.sin(i / 7));
    const feeds = { [input]: new runtime.Tensor('float32', wave, [1, 3, size, size]) };
    const results = await session.run(feeds);
    let time = Infinity;
    for (let i = 0; i < RUNS; i++) {
      const start = performance.now();
      await session.run(feeds);
      time = Math.min(time, performance.now() - start);
    }
    return { time, maps: session.outputNames.flatMap((name) => results[name] ?? []) };
  } finally {
    await session.release();
  }
}

/** Largest difference of all maps, as a share of the largest value of its map; NaN if one is not a number. */
function differenceOf(maps: readonly RuntimeTensor[], others: readonly RuntimeTensor[]): number {
  const shares = maps.map((map, m) => {
    const [a, b] = [map.data, others[m]?.data];
    if (!(a instanceof Float32Array) || !(b instanceof Float32Array)) return NaN;
    let [largest, apart] = [0, 0];
    for (const [i, value] of a.entries()) {
      largest = Math.max(largest, Math.abs(value));
      apart = Math.max(apart, Math.abs(value - (b[i] ?? NaN)));
    }
    return apart === 0 ? 0 : apart / largest;
  });
  return Math.max(...shares);
}
