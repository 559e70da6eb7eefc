/**
 * Training as ONNX graphs. One graph is one step: forward, backward and update, with the weights as
 * inputs and outputs. With micro-batches a step is several runs of a graph that adds gradients up,
 * and one of a graph that updates.
 *
 * @module
 */
import { type Graph, GraphBuilder } from '../graph/builder.ts';
import { product } from '../graph/dims.ts';
import { gradients } from '../graph/gradients.ts';
import { add, mul } from '../graph/operators/elementwise.ts';
import { concat, reshape } from '../graph/operators/layout.ts';
import { reduceL2 } from '../graph/operators/reduce.ts';
import type { Value } from '../graph/value.ts';
import { type SgdSettings, sgdUpdate } from './sgd.ts';
import { type SiameseConfig, siameseLoss } from './siamese.ts';
import { type StateInput, type TrainableLayers, trainableLayers } from './trainable-layers.ts';

/** Parameters that share a learning rate. */
export type ParameterGroup = (typeof PARAMETER_GROUPS)[number];

/** All groups: the backbone, its spatial transformers, encoders and predictors. */
export const PARAMETER_GROUPS = ['backbone', 'transformer', 'heads'] as const;

/** What a training step computes. */
export interface TrainingConfig extends SiameseConfig {
  /** Pairs that go through the network at a time: a batch, or a part of it. */
  readonly pairs: number;
  /** Side of the pictures. */
  readonly size: number;
  /**
   * Parts of a batch, each with the statistics of its own pictures in every normalization; default
   * 1. More of them need less memory, and estimate those statistics from fewer pictures.
   */
  readonly microBatches?: number;
  /** Keep the backbone's running statistics and normalize by them; default false. */
  readonly freezeBatchNorm?: boolean;
  /** Settings of the optimiser. */
  readonly optimiser: SgdSettings;
}

/** Names of a training graph's inputs and outputs that are no keys of the state dict. */
export const NAMES = {
  query: 'query',
  support: 'support',
  loss: 'loss',
  spread: 'spread',
  /** The learning rate of a group, shape [1]. */
  rate: (group: ParameterGroup): string => `rate/${group}`,
  /** The length of a group's gradient, shape [1]. */
  norm: (group: ParameterGroup): string => `norm/${group}`,
  /** The momentum of a parameter. */
  velocity: (key: string): string => `velocity/${key}`,
  /** The sum of a parameter's gradients so far. */
  sum: (key: string): string => `sum/${key}`,
  /** An array after the step. */
  next: (name: string): string => `next/${name}`,
} as const;

/** A training graph, and which arrays of the state dict it takes. */
export interface TrainingGraph {
  /** The graph. */
  readonly graph: Graph;
  /** Parameters that it takes. */
  readonly parameters: readonly StateInput[];
  /** Running statistics that it takes. */
  readonly statistics: readonly StateInput[];
  /** Keys of the running statistics that it advances. */
  readonly advanced: readonly string[];
}

/** The group of a parameter, by its key. */
export function groupOf(key: string): ParameterGroup {
  if (/^(encoder|predictor)\./.test(key)) return 'heads';
  return /^stn\d\./.test(key) ? 'transformer' : 'backbone';
}

/** Builds one step: from pictures, weights and velocities to the loss and those of the next step. */
export function buildStep(config: TrainingConfig): TrainingGraph {
  const g = new GraphBuilder();
  const layers = forward(g, config);
  const all = [...layers.layers.parameters.values()];
  const values = all.map((parameter) => parameter.value);
  const slopes = gradients(g, layers.loss, values);
  update(g, all, slopes, config.optimiser);
  return describe(g, layers.layers);
}

/** Builds the part of a step that adds the gradients of one micro-batch to their sum. */
export function buildAccumulation(config: TrainingConfig): TrainingGraph {
  const g = new GraphBuilder();
  const { layers, loss } = forward(g, config);
  const all = [...layers.parameters.values()];
  // The loss of a batch is the mean over its parts.
  const share = mul(g, loss, g.scalar(1 / (config.microBatches ?? 1)));
  const values = all.map((parameter) => parameter.value);
  gradients(g, share, values).forEach((gradient, i) => {
    const name = NAMES.sum(all[i].key);
    g.output(NAMES.next(name), add(g, g.input(name, all[i].shape), gradient));
  });
  return describe(g, layers);
}

/** Builds the part of a step that updates weights by the sums of `buildAccumulation`. */
export function buildUpdate(parameters: readonly StateInput[], optimiser: SgdSettings): Graph {
  const g = new GraphBuilder();
  const own = parameters.map((p) => ({ ...p, value: g.input(p.key, p.shape) }));
  const sums = own.map(({ key, shape }) => g.input(NAMES.sum(key), shape));
  update(g, own, sums, optimiser);
  return g;
}

/** Adds network, loss and running statistics. */
function forward(
  g: GraphBuilder,
  config: TrainingConfig,
): { readonly layers: TrainableLayers; readonly loss: Value } {
  const { pairs, size, freezeBatchNorm = false } = config;
  const isFrozen = (key: string): boolean => freezeBatchNorm && groupOf(key) === 'backbone';
  const layers = trainableLayers(g, { isFrozen });
  const picture = (name: string): Value => g.input(name, [pairs, 3, size, size]);
  const pair = { query: picture(NAMES.query), support: picture(NAMES.support) };
  const { loss, spread } = siameseLoss(layers, pair, config);
  g.output(NAMES.loss, loss);
  g.output(NAMES.spread, spread);
  for (const { key, value, current } of layers.statistics.values()) {
    if (current !== value) g.output(NAMES.next(key), current);
  }
  return { layers, loss };
}

/** Adds the optimiser, and the length of each group's gradient. */
function update(
  g: GraphBuilder,
  parameters: readonly StateInput[],
  slopes: readonly Value[],
  optimiser: SgdSettings,
): void {
  for (const group of PARAMETER_GROUPS) {
    const members = parameters.flatMap((parameter, i) =>
      groupOf(parameter.key) === group ? { ...parameter, gradient: slopes[i] } : [],
    );
    if (members.length === 0) continue;
    const rate = g.input(NAMES.rate(group), [1]);
    for (const { key, shape, value, gradient } of members) {
      const velocity = g.input(NAMES.velocity(key), shape);
      const next = sgdUpdate(g, { parameter: value, gradient, velocity, rate }, optimiser);
      g.output(NAMES.next(key), next.parameter);
      g.output(NAMES.next(NAMES.velocity(key)), next.velocity);
    }
    const lengths = members.map(({ gradient }) => length(g, gradient));
    g.output(NAMES.norm(group), length(g, concat(g, lengths, 0)));
  }
}

/** Euclidean length of all elements, shape [1]. */
function length(g: GraphBuilder, x: Value): Value {
  const count = Number(product(x.shape));
  return reduceL2(g, reshape(g, x, [count]), [0]);
}

function describe(graph: Graph, { parameters, statistics }: TrainableLayers): TrainingGraph {
  const all = [...statistics.values()];
  return {
    graph,
    parameters: [...parameters.values()],
    statistics: all,
    advanced: all.filter(({ value, current }) => value !== current).map(({ key }) => key),
  };
}
