import { type Arbitrary, array, assert, asyncProperty, float, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { operand, runModel } from '../../test/helpers/run-graph.ts';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { GraphBuilder } from './builder.ts';
import { add, relu } from './operators/elementwise.ts';
import { conv } from './operators/window.ts';
import { quantizeConvolutions, quantizedValues } from './quantize.ts';
import { readOnnx } from './read.ts';
import { serializeModel } from './serialize.ts';

const SIDE = 5;
const CHANNELS = 4;

/** Weights, biases and activations of one layer of 3 × 3. */
const layer = record({
  x: numbers(CHANNELS * SIDE * SIDE, 0, 8),
  weights: numbers(2 * CHANNELS * 9, -1, 1),
  bias: numbers(2, -3, 3),
});

describeOnRuntimes('quantizeConvolutions()', (runtime, create) => {
  it('is as near to the model as half a step of weights, activations and result allows', async () => {
    await assert(
      asyncProperty(layer, async ({ x, weights, bias }) => {
        const model = oneLayer(weights, bias);
        const x4 = { x: operand([1, CHANNELS, SIDE, SIDE], x) };
        const exact = (await runModel(runtime, model, x4))['y'].values;
        const low = Math.min(...exact, 0);
        const high = Math.max(...exact, 0);
        const most = Math.max(...x);
        const ranges = new Map([
          ['/Relu', { low: 0, high: most }],
          ['y', { low, high }],
        ]);
        const quantized = quantizeConvolutions(model, ranges, 'test');
        const { values } = (await runModel(runtime, quantized, x4))['y'];
        // Of each product (w + dw)(x + dx) - wx; of the bias and the result half a step each, of the
        // result's zero point another half.
        const unit = most / 255;
        for (const [i, value] of values.entries()) {
          const start = i < SIDE * SIDE ? 0 : weights.length / 2;
          const kernel = weights.slice(start, start + weights.length / 2);
          const largest = Math.max(...kernel.map(Math.abs));
          const step = largest / 63;
          const ofProduct = (largest * unit) / 2 + (most * step) / 2 + (unit * step) / 4;
          const bound = kernel.length * ofProduct + (step * unit) / 2 + (high - low) / 255;
          expect(Math.abs(value - exact[i])).toBeLessThanOrEqual(bound * 1.001 + 1e-6);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('cuts nothing off where weights and activations are greatest', async () => {
    const model = oneLayer(Array(2 * CHANNELS * 9).fill(1), [0, 0]);
    const ranges = new Map([
      ['/Relu', { low: 0, high: 255 }],
      ['y', { low: 0, high: 255 * 36 }],
    ]);
    const x = operand([1, CHANNELS, SIDE, SIDE], Array(CHANNELS * SIDE * SIDE).fill(255));
    const quantized = quantizeConvolutions(model, ranges, 'test');
    const { values } = (await runModel(runtime, quantized, { x }))['y'];
    const middle = (SIDE * SIDE - 1) / 2;
    const halfStep = 36 / 2;
    expect(Math.abs(values[middle] - 255 * 36)).toBeLessThanOrEqual(halfStep);
    // Four of nine lie within the map.
    expect(Math.abs(values[0] - 255 * 16)).toBeLessThanOrEqual(halfStep);
  });

  it('gives the same bits on one thread and on two', async () => {
    const model = block();
    const quantized = quantizeConvolutions(model, rangesOf(model), 'test');
    const x = operand([1, 3, 32, 32], waves(3 * 32 * 32));
    const [one, two] = await Promise.all([1, 2].map((n) => runModel(create(n), quantized, { x })));
    expect(one).toEqual(two);
  });
});

describeOnRuntimes('quantizeConvolutions() of a network', (runtime) => {
  it('keeps what is behind and beside convolutions', async () => {
    const model = block();
    const quantized = quantizeConvolutions(model, rangesOf(model), 'test');
    const { computed, outputs } = readOnnx(quantized, 'test');
    expect(outputs).toEqual(readOnnx(model, 'test').outputs);
    // The first one reads the picture; the ReLU between the others is their range.
    expect(computed.map(({ name }) => name)).toEqual([
      '/first/Conv',
      '/Relu',
      '/Relu/integers',
      '/Relu_1/integers',
      '/second/Conv_1/integers',
      '/second/Conv_1',
      '/Add',
      'level',
    ]);
    expect(quantized.length).toBeLessThan(model.length);
    const x = operand([1, 3, 16, 16], waves(3 * 16 * 16));
    const exact = await runModel(runtime, model, { x });
    const near = await runModel(runtime, quantized, { x });
    const error = relativeError(near['level'].values, exact['level'].values);
    expect(error).toBeLessThan(0.1);
    expect(error).toBeGreaterThan(0);
  });

  it('reads weights of half precision', async () => {
    const half = block('float16');
    const quantized = quantizeConvolutions(half, rangesOf(half), 'test');
    const x = operand([1, 3, 16, 16], waves(3 * 16 * 16));
    const exact = await runModel(runtime, half, { x });
    const near = await runModel(runtime, quantized, { x });
    expect(relativeError(near['level'].values, exact['level'].values)).toBeLessThan(0.1);
  });
});

describe('quantizedValues()', () => {
  it('names what convolutions behind the first take and give', () => {
    expect(quantizedValues(block(), 'test')).toEqual(['/Relu', '/Relu_1', '/second/Conv_1']);
  });

  it('refuses a model without such convolutions', () => {
    const g = new GraphBuilder();
    g.output('y', relu(g, g.input('x', [1, 3, 4, 4])));
    expect(() => quantizedValues(serializeModel(g), 'net.onnx')).toThrow(
      'Cannot use the model net.onnx: it has no convolution to quantize: expected some behind the first',
    );
    const twice = quantizeConvolutions(block(), rangesOf(block()), 'test');
    expect(() => quantizedValues(twice, 'net.onnx')).toThrow('no convolution to quantize');
  });
});

function numbers(count: number, min: number, max: number): Arbitrary<number[]> {
  const number = float({ min, max, noNaN: true });
  return array(number, { minLength: count, maxLength: count });
}

/** y = conv(relu(x)), so that the convolution does not read the picture. */
function oneLayer(weights: readonly number[], bias: readonly number[]): Uint8Array {
  const g = new GraphBuilder();
  const x = relu(g, g.input('x', [1, CHANNELS, SIDE, SIDE]));
  const kernel = g.constant(Float32Array.from(weights), [2, CHANNELS, 3, 3], 'kernel');
  const added = g.constant(Float32Array.from(bias), [2], 'bias');
  g.output('y', conv(g, x, kernel, { padding: 1, bias: added }));
  return serializeModel(g);
}

/** A residual block behind a convolution of the picture. */
function block(storage: 'float32' | 'float16' = 'float32'): Uint8Array {
  const g = new GraphBuilder();
  const picture = g.input('x', ['n', 3, 'h', 'w']);
  const kernel = (name: string, inputs: number) =>
    g.constant(waves(8 * inputs * 9), [8, inputs, 3, 3], name);
  const stem = relu(
    g,
    g.scope('first', () => conv(g, picture, kernel('stem', 3), { padding: 1 })),
  );
  const inner = g.scope('second', () => conv(g, stem, kernel('inner', 8), { padding: 1 }));
  const between = relu(g, inner);
  const outer = g.scope('second', () => conv(g, between, kernel('outer', 8), { padding: 1 }));
  g.output('level', relu(g, add(g, outer, stem)));
  return serializeModel(g, { storage });
}

/** Ranges that hold what `block()` computes of `waves()`. */
function rangesOf(model: Uint8Array) {
  const high: Record<string, number> = { '/Relu': 16, '/Relu_1': 160 };
  return new Map(
    quantizedValues(model, 'test').map((value) => {
      return [value, value in high ? { low: 0, high: high[value] } : { low: -900, high: 900 }];
    }),
  );
}

/** Length of the difference, as a share of the length of what is exact. */
function relativeError(near: readonly number[], exact: readonly number[]): number {
  return Math.hypot(...exact.map((value, i) => value - near[i])) / Math.hypot(...exact);
}

/** Numbers in [-1, 1], none like its neighbours. */
function waves(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => Math.sin(i * i * 0.37 + i));
}
