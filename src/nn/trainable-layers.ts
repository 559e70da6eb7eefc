import { GraphError } from '../errors.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import { fixedShape } from '../graph/gradient-rule.ts';
import { add, mul } from '../graph/operators/elementwise.ts';
import { batchNormalization, normalizeBatch } from '../graph/operators/normalization.ts';
import { formatShape, sameShape, type Value } from '../graph/value.ts';
import { BATCH_NORM } from '../hyperparameters.ts';
import { type ConvBatchNorm, type Layers, plainConv, within } from './layers.ts';
import { ones, type Start, zeros } from './start.ts';

/** An array of a state dict that a training graph takes as an input. */
export interface StateInput {
  /** Key in the state dict, and name of the input. */
  readonly key: string;
  /** Sizes along each axis. */
  readonly shape: readonly number[];
  /** What it holds before any training, unless weights are given. */
  readonly start: Start;
  /** The input. */
  readonly value: Value;
}

/** A running statistic: an input, and what the step makes of it. */
export interface Statistic extends StateInput {
  /** With the statistics of all batches so far; the input itself if it is frozen. */
  readonly current: Value;
}

/** How the layers of a training graph are built. */
export interface TrainableOptions {
  /** Whether a normalization, by its key, keeps its running statistics; none does by default. */
  readonly isFrozen?: (key: string) => boolean;
}

/** Layers for training, and what they made of the graph. */
export interface TrainableLayers extends Layers {
  /** What gradients are for, by key. */
  readonly parameters: ReadonlyMap<string, StateInput>;
  /** Running statistics, by key. */
  readonly statistics: ReadonlyMap<string, Statistic>;
}

/**
 * Layers for training: weights are inputs of the graph, shared by all uses of a key.
 *
 * A normalization takes the statistics of its batch, and each use adds them to the running ones as
 * PyTorch does: mean ← (1 − m) mean + m mean of the batch, the variance with Bessel's correction.
 *
 * @throws {@link GraphError} from a layer whose key was used with another shape.
 */
export function trainableLayers(
  g: GraphBuilder,
  { isFrozen = () => false }: TrainableOptions = {},
): TrainableLayers {
  const parameters = new Map<string, StateInput>();
  const statistics = new Map<string, Statistic>();
  const parameter = (key: string, shape: readonly number[], start: Start): Value => {
    const entry = parameters.get(key) ?? { key, shape, start, value: g.input(key, shape) };
    if (!sameShape(entry.shape, shape)) {
      const fault = `"${key}" is used as ${formatShape(entry.shape)} and ${formatShape(shape)}`;
      throw new GraphError('a layer', fault, 'one shape');
    }
    parameters.set(key, entry);
    return entry.value;
  };
  const statistic = (key: string, size: number, start: Start): Statistic => {
    const existing = statistics.get(key);
    if (existing) return existing;
    const value = g.input(key, [size]);
    const added = { key, shape: [size], start, value, current: value };
    statistics.set(key, added);
    return added;
  };

  const convBatchNorm = (x: Value, layer: ConvBatchNorm): Value => {
    const { norm, filters, epsilon = BATCH_NORM.epsilon } = layer;
    const y = plainConv(layers, x, { ...layer, key: layer.conv });
    const scale = parameter(`${norm}.weight`, [filters], ones);
    const bias = parameter(`${norm}.bias`, [filters], zeros);
    const mean = statistic(`${norm}.running_mean`, filters, zeros);
    const variance = statistic(`${norm}.running_var`, filters, ones);
    return within(layers, norm, () => {
      if (isFrozen(norm)) {
        const fixed = { scale, bias, mean: mean.value, variance: variance.value };
        return batchNormalization(g, y, fixed, epsilon);
      }
      const batch = normalizeBatch(g, y, { scale, bias }, epsilon);
      const [size, , height, width] = fixedShape('BatchNormalization', y);
      const count = size * height * width;
      statistics.set(mean.key, advanced(g, mean, batch.mean, 1));
      statistics.set(variance.key, advanced(g, variance, batch.variance, count / (count - 1)));
      return batch.y;
    });
  };
  const layers = { g, parameter, convBatchNorm, parameters, statistics };
  return layers;
}

/** A running statistic with one more batch in it. */
function advanced(
  g: GraphBuilder,
  statistic: Statistic,
  ofBatch: Value,
  correction: number,
): Statistic {
  const { momentum } = BATCH_NORM;
  const share = mul(g, statistic.current, g.scalar(1 - momentum));
  const current = add(g, share, mul(g, ofBatch, g.scalar(momentum * correction)));
  return { ...statistic, current };
}
