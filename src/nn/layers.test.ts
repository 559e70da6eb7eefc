import { describe, expect, it } from 'vitest';
import {
  type Plain,
  plainBias,
  plainConv,
  plainLinear,
  plainNorm,
} from '../../test/helpers/plain-network.ts';
import { operand, runModel } from '../../test/helpers/run-graph.ts';
import { expectClose, randomMap, runLayers } from '../../test/helpers/run-layers.ts';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { seededState } from '../../test/helpers/seeded-array.ts';
import { GraphBuilder } from '../graph/builder.ts';
import { transpose } from '../graph/operators/layout.ts';
import { serializeModel } from '../graph/serialize.ts';
import { seededRandom } from '../random.ts';
import { Weights } from '../weights/state-dict.ts';
import { constantLayers } from './constant-layers.ts';
import { type ConvBatchNorm, linearLayer, plainConv as convolution, within } from './layers.ts';
import { trainableLayers } from './trainable-layers.ts';

const LAYER: ConvBatchNorm = { conv: 'a.conv', norm: 'a.bn', filters: 4, kernel: 3, stride: 2 };
const STATE = seededState(3, [
  { key: 'a.conv.weight', shape: [4, 3, 3, 3] },
  ...['weight', 'bias', 'running_mean', 'running_var'].map((name) => ({
    key: `a.bn.${name}`,
    shape: [4],
  })),
]);

function arrayOf(key: string): Plain {
  return STATE.get(key) ?? { shape: [], data: [] };
}

describeOnRuntimes('plainConv()', (runtime) => {
  it.each([
    [1, 1],
    [3, 1],
    [3, 2],
    [5, 2],
  ])('of side %i and stride %i keeps the size but for the stride', async (kernel, stride) => {
    const run = await runLayers(runtime, randomMap([2, 3, 6, 5]), (layers, x) => ({
      y: convolution(layers, x, { key: 'c', filters: 4, kernel, stride }),
    }));
    const weights = run.array('c.weight');
    const padding = (kernel - 1) / 2;
    expectClose(run.outputs['y'], plainConv(run.input, weights, { stride, padding }));
    expect(run.outputs['y'].shape.slice(2)).toEqual([Math.ceil(6 / stride), Math.ceil(5 / stride)]);
    expect(run.shapes).toEqual({ 'c.weight': [4, 3, kernel, kernel] });
  });

  it('starts within ±1/√(C k²), as PyTorch does', () => {
    const layers = trainableLayers(new GraphBuilder());
    convolution(layers, layers.g.input('x', [1, 4, 5, 5]), { key: 'c', filters: 2, kernel: 3 });
    expectRange(layers.parameters.get('c.weight')?.start, 1 / 6);
  });
});

describeOnRuntimes('linearLayer()', (runtime) => {
  it('mixes the last axis', async () => {
    const run = await runLayers(runtime, randomMap([2, 3, 4, 5]), (layers, x) => {
      const last = transpose(layers.g, x, [0, 2, 3, 1]);
      const y = linearLayer(layers, last, { key: 'l', width: 6 });
      return { y: transpose(layers.g, y, [0, 3, 1, 2]) };
    });
    expectClose(
      run.outputs['y'],
      plainLinear(run.input, run.array('l.weight'), run.array('l.bias')),
    );
    expect(run.shapes).toEqual({ 'l.weight': [6, 3], 'l.bias': [6] });
  });

  it('starts within ±1/√C, or as it is told', () => {
    const layers = trainableLayers(new GraphBuilder());
    const x = layers.g.input('x', [1, 25]);
    linearLayer(layers, x, { key: 'a', width: 2 });
    expectRange(layers.parameters.get('a.weight')?.start, 1 / 5);
    expectRange(layers.parameters.get('a.bias')?.start, 1 / 5);
    linearLayer(layers, x, { key: 'b', width: 2, starts: [() => 7, () => 8] });
    expect(layers.parameters.get('b.weight')?.start(seededRandom(1), 0)).toBe(7);
    expect(layers.parameters.get('b.bias')?.start(seededRandom(1), 0)).toBe(8);
  });
});

describe('within()', () => {
  it('names nodes by the key', () => {
    const layers = trainableLayers(new GraphBuilder());
    const x = layers.g.input('x', [1, 2, 3, 3]);
    within(layers, 'layer1.0', () => convolution(layers, x, { key: 'c', filters: 2, kernel: 1 }));
    expect(layers.g.nodes[0]?.name).toBe('/layer1/0/c/Conv');
  });
});

describeOnRuntimes('constantLayers()', (runtime) => {
  it('folds a normalization into its convolution', async () => {
    const x = randomMap([2, 3, 6, 5]);
    const g = new GraphBuilder();
    const layers = constantLayers(g, new Weights(STATE, 'state'));
    g.output('y', layers.convBatchNorm(g.input('x', x.shape), LAYER));
    expect(g.nodes.map((node) => node.operator)).toEqual(['Conv']);
    const { y } = await runModel(runtime, serializeModel(g), { x });
    const input = { shape: x.shape, data: Array.from(x.data, Number) };
    const before = plainConv(input, arrayOf('a.conv.weight'), { stride: 2, padding: 1 });
    const norm = ['weight', 'bias', 'running_mean', 'running_var'].map((n) => arrayOf(`a.bn.${n}`));
    expectClose(y, plainNorm(before, norm));
  });

  it('hands out one constant a key', () => {
    const g = new GraphBuilder();
    const layers = constantLayers(g, new Weights(STATE, 'state'));
    const bias = layers.parameter('a.bn.bias', [4], () => 0);
    expect(layers.parameter('a.bn.bias', [4], () => 0)).toBe(bias);
    expect(g.initializers.map(({ value }) => value.name)).toEqual(['a.bn.bias']);
  });

  it('refuses what the state dict lacks, and another shape', () => {
    const layers = constantLayers(new GraphBuilder(), new Weights(STATE, 'state'));
    expect(() => layers.parameter('b', [4], () => 0)).toThrow('state: it has no "b"');
    expect(() => layers.parameter('a.bn.bias', [5], () => 0)).toThrow('has shape [4]');
  });
});

describeOnRuntimes('trainableLayers()', (runtime) => {
  it('normalizes by the batch, and takes each batch into the statistics', async () => {
    const x = randomMap([3, 3, 6, 5]);
    const g = new GraphBuilder();
    const layers = trainableLayers(g);
    const input = g.input('x', x.shape);
    g.output('y', layers.convBatchNorm(input, LAYER));
    layers.convBatchNorm(input, LAYER);
    for (const { key, current } of layers.statistics.values()) g.output(`next/${key}`, current);
    const feeds = [...STATE].map(([key, { shape, data }]) => [key, operand(shape, data)] as const);
    const outputs = await runModel(runtime, serializeModel(g), { x, ...Object.fromEntries(feeds) });

    const plain = { shape: x.shape, data: Array.from(x.data, Number) };
    const before = plainConv(plain, arrayOf('a.conv.weight'), { stride: 2, padding: 1 });
    const { mean, variance, count } = momentsOf(before);
    const [scale, bias] = [arrayOf('a.bn.weight'), arrayOf('a.bn.bias')];
    expectClose(outputs['y'], plainNorm(before, [scale, bias, vector(mean), vector(variance)]));
    // Twice m = 0.1 of the batch: 0.9² of what was there and 1 − 0.9² of the batch.
    const advanced = (name: string, ofBatch: readonly number[]): Plain =>
      vector(ofBatch.map((value, c) => 0.81 * arrayOf(`a.bn.${name}`).data[c] + 0.19 * value));
    const unbiased = variance.map((value) => (value * count) / (count - 1));
    expectClose(outputs['next/a.bn.running_mean'], advanced('running_mean', mean));
    expectClose(outputs['next/a.bn.running_var'], advanced('running_var', unbiased));
  });

  it('takes frozen statistics, and leaves them', () => {
    const g = new GraphBuilder();
    const layers = trainableLayers(g, { isFrozen: (key) => key === 'a.bn' });
    const x = g.input('x', [2, 3, 6, 5]);
    layers.convBatchNorm(x, LAYER);
    layers.convBatchNorm(x, { ...LAYER, norm: 'b.bn' });
    const advanced = [...layers.statistics.values()].filter((s) => s.current !== s.value);
    expect(advanced.map(({ key }) => key)).toEqual(['b.bn.running_mean', 'b.bn.running_var']);
  });

  it('starts normalizations as those that change nothing', () => {
    const layers = trainableLayers(new GraphBuilder());
    layers.convBatchNorm(layers.g.input('x', [2, 3, 6, 5]), LAYER);
    const all = new Map([...layers.parameters, ...layers.statistics]);
    const starts = ['weight', 'bias', 'running_mean', 'running_var'].map((name) =>
      all.get(`a.bn.${name}`)?.start(seededRandom(1), 0),
    );
    expect(starts).toEqual([1, 0, 0, 1]);
  });

  it('shares the input of a key, and refuses it with another shape', () => {
    const layers = trainableLayers(new GraphBuilder());
    const value = layers.parameter('a', [2], () => 0);
    expect(layers.parameter('a', [2], () => 0)).toBe(value);
    expect(() => layers.parameter('a', [3], () => 0)).toThrow('"a" is used as [2] and [3]');
  });
});

function vector(data: readonly number[]): Plain {
  return { shape: [data.length], data };
}

/** Mean and variance of each channel, and of how many elements. */
function momentsOf({ shape: [batch, channels, height, width], data }: Plain) {
  const count = batch * height * width;
  const zero = { shape: [channels], data: new Float64Array(channels) };
  const sumOf = (power: number, centre: ArrayLike<number>): number[] => {
    const sums = Array.from(zero.data);
    const shifted = plainBias(
      { shape: [batch, channels, height, width], data },
      vector(Array.from(centre, (value) => -value)),
    );
    Array.from(shifted.data).forEach((value, i) => {
      sums[Math.floor(i / (height * width)) % channels] += value ** power / count;
    });
    return sums;
  };
  const mean = sumOf(1, zero.data);
  return { mean, variance: sumOf(2, mean), count };
}

function expectRange(
  start: ((random: ReturnType<typeof seededRandom>, i: number) => number) | undefined,
  bound: number,
): void {
  const random = seededRandom(1);
  const values = Array.from({ length: 400 }, (_, i) => Math.abs(start?.(random, i) ?? NaN));
  expect(Math.max(...values)).toBeLessThanOrEqual(bound);
  expect(Math.max(...values)).toBeGreaterThan(0.97 * bound);
}
