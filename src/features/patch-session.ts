import { GraphBuilder } from '../graph/builder.ts';
import { div, max, mul } from '../graph/operators/elementwise.ts';
import { concat, reshape, transpose } from '../graph/operators/layout.ts';
import { reduceL2 } from '../graph/operators/reduce.ts';
import { interpolateBilinear } from '../graph/operators/resize.ts';
import { averagePool } from '../graph/operators/window.ts';
import { serializeModel } from '../graph/serialize.ts';
import type { Value } from '../graph/value.ts';
import type { Runtime, RuntimeTensor, Session } from '../runtime.ts';
import { matrix, type Matrix } from '../tensor/matrix.ts';
import { matrixTensor } from '../tensor/matrix-tensor.ts';
import type { FeatureMap, PatchOptions, PictureFeatures } from './patch-features.ts';

/** Shorter vectors have no direction: they stay as short. */
const SHORTEST = 1e-30;

/**
 * What `pictureFeatures()` computes, by a graph: the engine transposes, pools and scales on all cores,
 * and nothing is copied in between (a fifth of the time, measured).
 */
export class PatchSession {
  readonly #runtime: Runtime;
  readonly #options: PatchOptions;
  /** One for each set of shapes that came, which are fixed in a graph; pictures of a part have one. */
  readonly #sessions = new Map<string, Promise<Session>>();

  constructor(runtime: Runtime, options: PatchOptions) {
    this.#runtime = runtime;
    this.#options = options;
  }

  /**
   * @param maps - One a level, each of shape [C, H, W].
   * @param into - Receives what is computed, of the same shapes; new arrays by default.
   */
  async compute(maps: readonly FeatureMap[], into?: PictureFeatures): Promise<PictureFeatures> {
    const session = await this.#sessionFor(maps);
    const feeds = Object.fromEntries(
      maps.map(({ data, channels, height, width }, level) => [
        inputOf(level),
        new this.#runtime.Tensor('float32', unshared(data), [1, channels, height, width]),
      ]),
    );
    if (into) {
      await session.run(feeds, this.#fetchesInto(into));
      return into;
    }
    const outputs = await session.run(feeds);
    const rowsOf = (name: string): Matrix => {
      const { data, dims } = outputs[name];
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the graph's own outputs
      return matrix(data as Float32Array, dims[0], dims[1]);
    };
    const finest = largest(maps);
    const coarsest = smallest(maps);
    const levels = this.#options.join === 'apart' ? maps : [finest];
    return {
      levels: levels.map(({ height, width }, l) => {
        return { features: rowsOf(outputOf(l)), height, width };
      }),
      coarse: {
        features: rowsOf('coarse'),
        height: coarsest.height,
        width: coarsest.width,
      },
    };
  }

  #fetchesInto({ levels, coarse }: PictureFeatures): Record<string, RuntimeTensor> {
    const fetches = { coarse: matrixTensor(this.#runtime, coarse.features) };
    const ofLevels = levels.map(({ features }, l) => {
      return [outputOf(l), matrixTensor(this.#runtime, features)] as const;
    });
    return { ...fetches, ...Object.fromEntries(ofLevels) };
  }

  /** Frees the sessions. */
  async release(): Promise<void> {
    const sessions = await Promise.all(this.#sessions.values());
    this.#sessions.clear();
    for (const session of sessions) await session.release();
  }

  #sessionFor(maps: readonly FeatureMap[]): Promise<Session> {
    const key = maps.map(({ channels, height, width }) => `${channels}×${height}×${width}`).join();
    const existing = this.#sessions.get(key);
    if (existing) return existing;
    const session = this.#runtime.createSession(patchModel(maps, this.#options));
    this.#sessions.set(key, session);
    return session;
  }
}

/** Maps of shape [1, C, H, W] in, rows of shape [H · W, D] out. */
function patchModel(
  maps: readonly FeatureMap[],
  { neighbourhood, join }: PatchOptions,
): Uint8Array {
  const g = new GraphBuilder();
  const pooled = maps.map(({ channels, height, width }, level) => {
    const map = g.input(inputOf(level), [1, channels, height, width]);
    if (neighbourhood === 1) return map;
    const padding = (neighbourhood - 1) / 2;
    return averagePool(g, map, neighbourhood, { stride: 1, padding, countPadding: true });
  });
  const coarsest = maps.indexOf(smallest(maps));
  g.output('coarse', unit(g, toRows(g, pooled[coarsest], maps[coarsest])));
  if (join === 'apart') {
    for (const [level, map] of pooled.entries()) {
      g.output(outputOf(level), toRows(g, map, maps[level]));
    }
    return serializeModel(g);
  }
  const { height, width } = largest(maps);
  const blocks = pooled.map((map, level) => {
    const isFinest = maps[level].height === height && maps[level].width === width;
    const enlarged = isFinest ? map : interpolateBilinear(g, map, [height, width]);
    const rows = toRows(g, enlarged, { ...maps[level], height, width });
    return join === 'concat' ? rows : mul(g, unit(g, rows), g.scalar(1 / Math.sqrt(maps.length)));
  });
  g.output(outputOf(0), blocks.length === 1 ? blocks[0] : concat(g, blocks, 1));
  return serializeModel(g);
}

/** Shape [1, C, H, W] -> [H · W, C]. */
function toRows(
  g: GraphBuilder,
  map: Value,
  { channels, height, width }: Pick<FeatureMap, 'channels' | 'height' | 'width'>,
): Value {
  return transpose(g, reshape(g, map, [channels, height * width]), [1, 0]);
}

/** Rows divided by their length. */
function unit(g: GraphBuilder, rows: Value): Value {
  return div(g, rows, max(g, reduceL2(g, rows, [1]), g.scalar(SHORTEST)));
}

/** ONNX Runtime takes no memory that threads share, in which evaluations keep maps. */
function unshared(data: Float32Array): Float32Array {
  return data.buffer instanceof ArrayBuffer ? data : data.slice();
}

function inputOf(level: number): string {
  return `map${level}`;
}

function outputOf(level: number): string {
  return `patches${level}`;
}

/** The finest level; of equally fine ones, the first. */
function largest(maps: readonly FeatureMap[]): FeatureMap {
  return maps.reduce((a, b) => (b.height * b.width > a.height * a.width ? b : a));
}

/** The coarsest level; of equally coarse ones, the first. */
function smallest(maps: readonly FeatureMap[]): FeatureMap {
  return maps.reduce((a, b) => (b.height * b.width < a.height * a.width ? b : a));
}
