/**
 * The Siamese network of the thesis: two pictures of one category go through the same backbone,
 * encoder and predictor, and the prediction from one shall equal the encoding of the other
 * (thesis 4.1, Algorithm 1; SimSiam, arXiv:2011.10566; RegAD's models/siamese.py).
 *
 * @module
 */
import { product } from '../graph/dims.ts';
import { fixedShape } from '../graph/gradient-rule.ts';
import {
  add,
  div,
  max,
  mul,
  neg,
  relu,
  sqrt,
  stopGradient,
  sub,
} from '../graph/operators/elementwise.ts';
import { fixedDim } from '../graph/operators/check.ts';
import { reshape } from '../graph/operators/layout.ts';
import { reduceL2, reduceMean } from '../graph/operators/reduce.ts';
import { cosineSimilarity } from '../graph/operators/similarity.ts';
import type { Value } from '../graph/value.ts';
import { type BackboneConfig, backboneStages } from './backbone.ts';
import { type Layers, plainConv } from './layers.ts';

/** What is trained, and by which loss. */
export interface SiameseConfig {
  /** The network that makes feature maps. */
  readonly backbone: BackboneConfig;
  /** Both pictures predict each other, or the support picture predicts the query; METHOD 3. */
  readonly loss: 'one-sided' | 'symmetric';
  /** Encode the last map, or each level's with an encoder of its own; then losses are averaged. */
  readonly encoder: 'last' | 'per-level';
  /** Whether a batch holds several categories, or one; for the spread only, `mixed` by default. */
  readonly batches?: 'mixed' | 'category';
  /** What keeps the network from giving the same answer to everything; both by default. */
  readonly safeguards?: Safeguards;
}

/** Without one of these the embedding collapses (arXiv:2011.10566, tables 1 and 2): for tests. */
export interface Safeguards {
  /** Predict from one encoding to the other. */
  readonly predictor?: boolean;
  /** Take the encoding that is predicted for a constant. */
  readonly stopGradient?: boolean;
}

/** A pair of pictures, each of shape [B, 3, H, W]. */
export interface PicturePair {
  /** I_q, as it is. */
  readonly query: Value;
  /** I'_s, augmented. */
  readonly support: Value;
}

/** What a training step looks at. */
export interface SiameseLoss {
  /** −cos of prediction and encoding, the mean over positions, pairs and levels; shape [1]. */
  readonly loss: Value;
  /**
   * Spread of the encodings: standard deviation of each channel of z / ‖z‖ between pictures, the
   * mean over channels times √C. About 1 if they point everywhere, 0 if they have collapsed
   * (arXiv:2011.10566, 4.1); shape [1].
   */
  readonly spread: Value;
}

/** Encodings and predictions of one picture, one a level. */
interface Branch {
  readonly encodings: readonly Value[];
  /** Adds the predictor only where it is needed. */
  readonly predictions: () => readonly Value[];
}

/** Adds the loss of a batch of pairs. */
export function siameseLoss(
  layers: Layers,
  { query, support }: PicturePair,
  config: SiameseConfig,
): SiameseLoss {
  const [ofQuery, ofSupport] = [query, support].map((x) => branch(layers, x, config));
  const oneWay = [[ofSupport, ofQuery]] as const;
  const bothWays = [[ofQuery, ofSupport], ...oneWay] as const;
  const directions = config.loss === 'one-sided' ? oneWay : bothWays;
  const losses = directions.map(([from, to]) => distance(layers, from, to, config));
  const spreads = ofQuery.encodings.map((z) => spread(layers, z, config));
  return { loss: average(layers, losses), spread: average(layers, spreads) };
}

function branch(layers: Layers, input: Value, config: SiameseConfig): Branch {
  const stages = backboneStages(layers, input, config.backbone);
  const levels = config.encoder === 'last' ? stages.slice(-1) : stages;
  const keyOf = (part: string, name: string): string => headKey(config.encoder, part, name);
  const encodings = levels.map(({ name, map }) => encode(layers, map, keyOf('encoder', name)));
  const hasPredictor = config.safeguards?.predictor ?? true;
  return {
    encodings,
    predictions: () =>
      hasPredictor
        ? encodings.map((z, i) => predict(layers, z, keyOf('predictor', levels[i].name)))
        : encodings,
  };
}

/** Key of a level's encoder or predictor: `encoder`, or `encoder.layer2`. */
export function headKey(encoder: SiameseConfig['encoder'], part: string, level: string): string {
  return encoder === 'last' ? part : `${part}.${level}`;
}

/**
 * E: three 1×1 convolutions that keep the width.
 *
 * @param x - Shape [B, C, H, W].
 * @param key - Of the encoder in the state dict.
 * @returns Shape [B, C, H, W].
 */
export function encode(layers: Layers, x: Value, key: string): Value {
  const hidden = normalizedConv(layers, normalizedConv(layers, x, key, 1), key, 2);
  return plainConv(layers, hidden, { key: `${key}.conv3`, filters: widthOf(x), kernel: 1 });
}

/** P: two 1×1 convolutions that keep the width. */
function predict(layers: Layers, z: Value, key: string): Value {
  const hidden = normalizedConv(layers, z, key, 1);
  return plainConv(layers, hidden, { key: `${key}.conv2`, filters: widthOf(z), kernel: 1 });
}

function normalizedConv(layers: Layers, x: Value, key: string, index: number): Value {
  const [conv, norm] = [`${key}.conv${index}`, `${key}.bn${index}`];
  return relu(layers.g, layers.convBatchNorm(x, { conv, norm, filters: widthOf(x), kernel: 1 }));
}

/** −cos(stop(z of `to`), p of `from`), the mean over positions, pairs and levels. */
function distance(layers: Layers, from: Branch, to: Branch, config: SiameseConfig): Value {
  const { g } = layers;
  const isConstant = config.safeguards?.stopGradient ?? true;
  const similarities = from.predictions().map((p, i) => {
    const z = isConstant ? stopGradient(g, to.encodings[i]) : to.encodings[i];
    return mean(layers, cosineSimilarity(g, p, z, 1));
  });
  return neg(g, average(layers, similarities));
}

/**
 * Standard deviation of each channel of z / ‖z‖, times √C. Taken at each position, so that encodings
 * which tell nothing but the position have none. Pictures of one category may well come to agree at
 * a position; in batches of one category positions are samples too.
 */
function spread(layers: Layers, z: Value, { batches = 'mixed' }: SiameseConfig): Value {
  const { g } = layers;
  const pictures = fixedDim('ReduceMean', z, 0);
  const unit = div(g, z, max(g, reduceL2(g, z, [1]), g.scalar(1e-12)));
  const centred = sub(g, unit, reduceMean(g, unit, batches === 'mixed' ? [0] : [0, 2, 3]));
  const deviations = sqrt(g, reduceMean(g, mul(g, centred, centred), [0, 2, 3]));
  // Few pictures are close to their own mean: Bessel's correction.
  const correction = batches === 'mixed' ? pictures / (pictures - 1) : 1;
  return mul(g, mean(layers, deviations), g.scalar(Math.sqrt(correction * widthOf(z))));
}

/** Mean of all elements, shape [1]. */
function mean({ g }: Layers, x: Value): Value {
  const count = product(fixedShape('ReduceMean', x));
  return reduceMean(g, reshape(g, x, [count]), [0]);
}

function average({ g }: Layers, values: readonly Value[]): Value {
  const sum = values.reduce((total, value) => add(g, total, value));
  return values.length === 1 ? sum : mul(g, sum, g.scalar(1 / values.length));
}

function widthOf(x: Value): number {
  return fixedDim('Conv', x, 1);
}
