import type { Graph } from '../graph/builder.ts';
import { product } from '../graph/dims.ts';
import { serializeModel } from '../graph/serialize.ts';
import { seededRandom } from '../random.ts';
import type { Runtime, RuntimeTensor, Session } from '../runtime.ts';
import { assertShape, type StateDict, type StateTensor } from '../weights/state-dict.ts';
import {
  buildAccumulation,
  buildStep,
  buildUpdate,
  groupOf,
  NAMES,
  PARAMETER_GROUPS,
  type ParameterGroup,
  type TrainingConfig,
  type TrainingGraph,
} from './training-graph.ts';

/** Pairs of normalised pictures. */
export interface PairBatch {
  /** I_q, shape [pairs, 3, S, S]. */
  readonly query: Float32Array;
  /** I'_s, shape [pairs, 3, S, S]. */
  readonly support: Float32Array;
}

/** A learning rate for each group of parameters. */
export type LearningRates = Readonly<Record<ParameterGroup, number>>;

/** Loss, spread of the encodings and gradients of a step. */
export interface StepReport {
  /** Loss before the update, from -1 to 1. */
  readonly loss: number;
  /** Spread of the encodings: 1 if they point everywhere, 0 if they have collapsed. */
  readonly spread: number;
  /** Length of the gradient of each group that the network has. */
  readonly norms: Readonly<Partial<Record<ParameterGroup, number>>>;
}

/** How a training session starts. */
export interface TrainingStart {
  /** Weights, statistics and, to go on, velocities; what is missing starts afresh. */
  readonly state?: StateDict;
  /** Where `state` is from, for messages. */
  readonly file?: string;
  /** Seed of what starts afresh. */
  readonly seed: number;
}

/**
 * A network in training. Its state is a state dict: weights and running statistics by PyTorch's
 * keys, and the optimiser's velocities as `velocity/KEY`.
 */
export interface TrainingSession {
  /**
   * Does one step.
   *
   * @param batches - The parts of one batch: as many as `microBatches` says.
   */
  step(batches: readonly PairBatch[], rates: LearningRates): Promise<StepReport>;
  /** A copy of the state after the last step. */
  state(): StateDict;
  /** Frees the sessions. */
  release(): Promise<void>;
}

/**
 * Builds the graphs of a network's training and loads them.
 *
 * @throws {@link ModelError} if an array of the state has another shape than the network's.
 */
export async function createTrainingSession(
  runtime: Runtime,
  config: TrainingConfig,
  start: TrainingStart,
): Promise<TrainingSession> {
  const isWhole = (config.microBatches ?? 1) === 1;
  const training = isWhole ? buildStep(config) : buildAccumulation(config);
  const arrays = startArrays(training, start);
  const load = (graph: Graph): Promise<Session> => runtime.createSession(serializeModel(graph));
  const main = await load(training.graph);
  if (isWhole) return new LoadedTraining(runtime, { config, training, arrays, main });
  const update = await load(buildUpdate(training.parameters, config.optimiser));
  return new LoadedTraining(runtime, { config, training, arrays, main, update });
}

interface LoadedGraphs {
  readonly config: TrainingConfig;
  readonly training: TrainingGraph;
  readonly arrays: ReadonlyMap<string, StateTensor>;
  /** A whole step, or its accumulation. */
  readonly main: Session;
  /** The update after accumulation. */
  readonly update?: Session;
}

/** An array that each step replaces: two tensors take turns, since a step reads one and writes one. */
interface Turn {
  now: RuntimeTensor;
  next: RuntimeTensor;
}

class LoadedTraining implements TrainingSession {
  readonly #runtime: Runtime;
  readonly #config: TrainingConfig;
  readonly #main: Session;
  readonly #update: Session | undefined;
  readonly #arrays = new Map<string, Turn>();
  readonly #sums: readonly string[];
  readonly #groups: readonly ParameterGroup[];

  constructor(runtime: Runtime, { config, training, arrays, main, update }: LoadedGraphs) {
    this.#runtime = runtime;
    this.#config = config;
    this.#main = main;
    this.#update = update;
    for (const [name, { data, shape }] of arrays) this.#addTurn(name, data, shape);
    const keys = training.parameters.map(({ key }) => key);
    this.#groups = PARAMETER_GROUPS.filter((group) => keys.some((key) => groupOf(key) === group));
    this.#sums = update ? keys.map(NAMES.sum) : [];
    for (const { key, shape } of update ? training.parameters : []) {
      this.#addTurn(NAMES.sum(key), new Float32Array(product(shape)), shape);
    }
  }

  async step(batches: readonly PairBatch[], rates: LearningRates): Promise<StepReport> {
    const scalars = this.#scalars(rates);
    const reports: Record<string, number>[] = [];
    for (const sum of this.#sums) this.#zero(sum);
    for (const batch of batches) {
      reports.push(await this.#run(this.#main, { ...this.#pictures(batch), ...scalars }));
    }
    if (this.#update) reports.push(await this.#run(this.#update, scalars));
    const meanOf = (name: string): number => {
      const values = reports.flatMap((report) => report[name] ?? []);
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    };
    const norms = this.#groups.map((group) => [group, meanOf(NAMES.norm(group))] as const);
    return {
      loss: meanOf(NAMES.loss),
      spread: meanOf(NAMES.spread),
      norms: Object.fromEntries(norms),
    };
  }

  state(): StateDict {
    const arrays = [...this.#arrays].filter(([name]) => !this.#sums.includes(name));
    return new Map(
      arrays.map(([name, { now }]) => [name, { shape: [...now.dims], data: float32(now).slice() }]),
    );
  }

  async release(): Promise<void> {
    await this.#main.release();
    await this.#update?.release();
  }

  /** Runs a graph, and takes what it wrote for what there is now. */
  async #run(
    session: Session,
    others: Readonly<Record<string, RuntimeTensor>>,
  ): Promise<Record<string, number>> {
    const feeds: Record<string, RuntimeTensor> = {};
    for (const name of session.inputNames)
      feeds[name] = this.#arrays.get(name)?.now ?? others[name];
    const fetches: Record<string, RuntimeTensor | null> = {};
    const advanced = [...this.#arrays].filter(([name]) =>
      session.outputNames.includes(NAMES.next(name)),
    );
    for (const name of session.outputNames) fetches[name] = null;
    for (const [name, turn] of advanced) fetches[NAMES.next(name)] = turn.next;
    const results = await session.run(feeds, fetches);
    for (const [, turn] of advanced) [turn.now, turn.next] = [turn.next, turn.now];
    const reports = session.outputNames.filter((name) => fetches[name] === null);
    return Object.fromEntries(reports.map((name) => [name, Number(results[name].data[0])]));
  }

  #addTurn(name: string, data: Float32Array, shape: readonly number[]): void {
    const tensor = (values: Float32Array): RuntimeTensor =>
      new this.#runtime.Tensor('float32', values, shape);
    this.#arrays.set(name, { now: tensor(data), next: tensor(new Float32Array(data.length)) });
  }

  #zero(name: string): void {
    const turn = this.#arrays.get(name);
    if (turn) float32(turn.now).fill(0);
  }

  #pictures({ query, support }: PairBatch): Record<string, RuntimeTensor> {
    const { pairs, size } = this.#config;
    const shape = [pairs, 3, size, size];
    return {
      [NAMES.query]: new this.#runtime.Tensor('float32', query, shape),
      [NAMES.support]: new this.#runtime.Tensor('float32', support, shape),
    };
  }

  #scalars(rates: LearningRates): Record<string, RuntimeTensor> {
    const entries = this.#groups.map((group) => {
      const tensor = new this.#runtime.Tensor('float32', Float32Array.of(rates[group]), [1]);
      return [NAMES.rate(group), tensor] as const;
    });
    return Object.fromEntries(entries);
  }
}

/** Weights, statistics and velocities: given ones where there are, else what each starts with. */
function startArrays(training: TrainingGraph, start: TrainingStart): Map<string, StateTensor> {
  const random = seededRandom(start.seed);
  const arrays = new Map<string, StateTensor>();
  const add = (name: string, shape: readonly number[], fresh: () => Float32Array): void => {
    const initial = start.state?.get(name);
    if (initial) assertShape(name, initial.shape, shape, start.file ?? 'state dict');
    arrays.set(name, { shape, data: initial?.data.slice() ?? fresh() });
  };
  for (const input of [...training.parameters, ...training.statistics]) {
    add(input.key, input.shape, () => {
      const stream = random.fork(input.key);
      return Float32Array.from({ length: product(input.shape) }, (_, i) => input.start(stream, i));
    });
  }
  for (const { key, shape } of training.parameters) {
    add(NAMES.velocity(key), shape, () => new Float32Array(product(shape)));
  }
  return arrays;
}

function float32(tensor: RuntimeTensor): Float32Array {
  if (tensor.data instanceof Float32Array) return tensor.data;
  throw new TypeError(`a tensor of ${tensor.type} in a state of float32`);
}
