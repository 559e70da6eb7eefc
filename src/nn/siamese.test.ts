import { describe, expect, it } from 'vitest';
import { type Plain, plainConv, plainNorm, plainRelu } from '../../test/helpers/plain-network.ts';
import { operand, type Operand, runModel } from '../../test/helpers/run-graph.ts';
import {
  expectClose,
  type LayersRun,
  randomMap,
  runLayers,
} from '../../test/helpers/run-layers.ts';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { seededState } from '../../test/helpers/seeded-array.ts';
import { GraphBuilder } from '../graph/builder.ts';
import { serializeModel } from '../graph/serialize.ts';
import type { Runtime } from '../runtime.ts';
import { encode, headKey, siameseLoss, type Safeguards, type SiameseConfig } from './siamese.ts';
import { trainableLayers } from './trainable-layers.ts';

const STAGES = [
  { width: 3, depth: 1 },
  { width: 4, depth: 1 },
];
const CONFIG: SiameseConfig = {
  backbone: { network: 'convnext-tiny', stages: STAGES },
  loss: 'symmetric',
  encoder: 'last',
};
const [QUERY, SUPPORT] = ['query', 'support'].map((name) => randomMap([3, 3, 16, 16], name));

/** A 1×1 convolution with its normalization and a rectifier. */
function hiddenLayer({ array }: LayersRun, x: Plain, key: string, index: number): Plain {
  const norm = ['weight', 'bias', 'running_mean', 'running_var'];
  return plainRelu(
    plainNorm(
      plainConv(x, array(`${key}.conv${index}.weight`)),
      norm.map((name) => array(`${key}.bn${index}.${name}`)),
    ),
  );
}

describeOnRuntimes('encode()', (runtime) => {
  it('is three 1×1 convolutions, the last one plain', async () => {
    const run = await runLayers(runtime, randomMap([2, 3, 4, 5]), (layers, x) => ({
      z: encode(layers, x, 'e'),
    }));
    const hidden = hiddenLayer(run, hiddenLayer(run, run.input, 'e', 1), 'e', 2);
    expectClose(run.outputs['z'], plainConv(hidden, run.array('e.conv3.weight')));
    expect(Object.keys(run.shapes).filter((key) => key.startsWith('e.conv'))).toHaveLength(3);
  });
});

/** What the network makes of the pair, by its encodings and predictions. */
async function lossOf(
  runtime: Runtime,
  changes: Partial<SiameseConfig>,
  support: Operand = SUPPORT,
) {
  const g = new GraphBuilder();
  const layers = trainableLayers(g, { isFrozen: () => true });
  const [query, other] = ['query', 'support'].map((name) => g.input(name, QUERY.shape));
  const result = siameseLoss(layers, { query, support: other }, { ...CONFIG, ...changes });
  g.output('loss', result.loss);
  g.output('spread', result.spread);
  // The last convolutions of encoders and predictors, query first.
  for (const node of g.nodes) {
    const [, part, index] =
      /^\/((?:encoder|predictor)[^/]*)(?:\/layer.|\/stage.)?\/(?:conv3|conv2)\/Conv(_1)?$/.exec(
        node.name,
      ) ?? [];
    const isEncoding = node.name.includes('conv3');
    if ((part ?? '').startsWith('predictor') || isEncoding) {
      g.output(`${node.name.slice(1).replace(/\/conv\d.*/, '')}${index ?? ''}`, node.outputs[0]);
    }
  }
  const arrays = [...layers.parameters.values(), ...layers.statistics.values()];
  const state = [...seededState(2, arrays)].map(([key, { shape, data }]) => [
    key,
    operand(shape, data),
  ]);
  const { loss, spread, ...maps } = await runModel(runtime, serializeModel(g), {
    query: QUERY,
    support,
    ...Object.fromEntries(state),
  });
  return {
    loss: loss.values[0],
    spread: spread.values[0],
    maps: Object.fromEntries(
      Object.entries(maps).map(([name, { shape, values }]) => [name, { shape, data: values }]),
    ),
    keys: arrays.map(({ key }) => key),
  };
}

/** Mean cosine of two maps over pictures and positions. */
function meanCosine(a: Plain, b: Plain): number {
  const vectors = [a, b].map(unitVectors);
  const cosines = vectors[0].map((u, i) => u.reduce((sum, x, c) => sum + x * vectors[1][i][c], 0));
  return cosines.reduce((sum, x) => sum + x, 0) / cosines.length;
}

/** The unit vector of each position of each picture, one after another; zeros stay zeros. */
function unitVectors({ shape: [batch, channels, height, width], data }: Plain): number[][] {
  return Array.from({ length: batch * height * width }, (_, i) => {
    const [b, at] = [Math.floor(i / (height * width)), i % (height * width)];
    const all = Array.from(
      { length: channels },
      (__, c) => data[(b * channels + c) * height * width + at],
    );
    return all.map((x) => x / Math.max(Math.hypot(...all), 1e-12));
  });
}

describeOnRuntimes('siameseLoss()', (runtime) => {
  it('is −cos of what the support predicts and the query is', async () => {
    const { loss, maps } = await lossOf(runtime, { loss: 'one-sided' });
    // Only one prediction is there, that of the support.
    expect(Object.keys(maps)).toEqual(['encoder', 'encoder_1', 'predictor']);
    expect(loss).toBeCloseTo(-meanCosine(maps['predictor'], maps['encoder']), 5);
  });

  it('averages both directions', async () => {
    const { loss, maps } = await lossOf(runtime, {});
    const ways = [
      meanCosine(maps['predictor'], maps['encoder_1']),
      meanCosine(maps['predictor_1'], maps['encoder']),
    ];
    expect(loss).toBeCloseTo(-(ways[0] + ways[1]) / 2, 5);
    expect(ways[0]).not.toBeCloseTo(ways[1], 3);
  });

  it('averages levels, each with an encoder and a predictor of its own', async () => {
    const { loss, maps, spread } = await lossOf(runtime, {
      loss: 'one-sided',
      encoder: 'per-level',
    });
    const levels = ['stage1', 'stage2'].map((level) =>
      meanCosine(maps[`predictor/${level}`], maps[`encoder/${level}`]),
    );
    expect(loss).toBeCloseTo(-(levels[0] + levels[1]) / 2, 5);
    const spreads = ['stage1', 'stage2'].map((level) => spreadOf(maps[`encoder/${level}`]));
    expect(spread).toBeCloseTo((spreads[0] + spreads[1]) / 2, 5);
  });

  it('compares encodings where there is no predictor', async () => {
    const { loss, maps, keys } = await lossOf(runtime, { safeguards: { predictor: false } });
    expect(keys.join()).not.toContain('predictor');
    expect(loss).toBeCloseTo(-meanCosine(maps['encoder'], maps['encoder_1']), 5);
  });

  it('keeps encodings constant but without that safeguard', () => {
    expect(constantsOf({ stopGradient: true }) - constantsOf({ stopGradient: false })).toBe(2);
    expect(constantsOf({})).toBe(constantsOf({ stopGradient: true }));
  });
});

/** How many encodings are taken for constants. */
function constantsOf(safeguards: Safeguards): number {
  const g = new GraphBuilder();
  const [query, support] = ['query', 'support'].map((name) => g.input(name, QUERY.shape));
  siameseLoss(trainableLayers(g), { query, support }, { ...CONFIG, safeguards });
  return g.nodes.filter((node) => node.operator === 'Identity').length;
}

/** Deviation of each channel between pictures, the mean over channels, times √C. */
function spreadOf(map: Plain, batches: 'mixed' | 'category' = 'mixed'): number {
  const [pictures, channels, height, width] = map.shape;
  const area = height * width;
  const vectors = unitVectors(map);
  const groups = batches === 'mixed' ? area : 1; // samples of one group share a mean
  const deviations = Array.from({ length: channels }, (_, c) => {
    let variance = 0;
    for (let group = 0; group < groups; group++) {
      const own = vectors.filter((__, i) => i % groups === group).map((vector) => vector[c]);
      const mean = own.reduce((sum, x) => sum + x, 0) / own.length;
      variance += own.reduce((sum, x) => sum + (x - mean) ** 2, 0) / own.length / groups;
    }
    return Math.sqrt(batches === 'mixed' ? (variance * pictures) / (pictures - 1) : variance);
  });
  return (deviations.reduce((sum, x) => sum + x, 0) / channels) * Math.sqrt(channels);
}

describeOnRuntimes('the spread', (runtime) => {
  it.each(['mixed', 'category'] as const)('of %s batches is that of the query', async (batches) => {
    const { spread, maps } = await lossOf(runtime, { batches });
    expect(spread).toBeCloseTo(spreadOf(maps['encoder'], batches), 5);
    const other = await lossOf(runtime, { batches }, QUERY);
    expect(other.spread).toBeCloseTo(spread, 6);
  });
});

describe('headKey()', () => {
  it('names a level where each has its own', () => {
    expect(headKey('last', 'encoder', 'layer2')).toBe('encoder');
    expect(headKey('per-level', 'predictor', 'layer2')).toBe('predictor.layer2');
  });
});
