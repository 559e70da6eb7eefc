import { describe, expect, it } from 'vitest';
import { operand, runModel } from '../../test/helpers/run-graph.ts';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { GraphError } from '../errors.ts';
import { GraphBuilder } from './builder.ts';
import { gradients } from './gradients.ts';
import { add, mul, relu, stopGradient } from './operators/elementwise.ts';

import { reduceL2, reduceSum, topK } from './operators/reduce.ts';
import { normalizeBatch } from './operators/normalization.ts';
import { conv } from './operators/window.ts';
import { serializeModel } from './serialize.ts';

describeOnRuntimes('gradients()', (runtime) => {
  it('adds up what arrives on several ways', async () => {
    const g = new GraphBuilder();
    const x = g.input('x', [2]);
    const square = mul(g, x, x);
    const loss = reduceSum(g, add(g, mul(g, square, x), square), [0]); // x³ + x²
    g.output('dx', gradients(g, loss, [x])[0]);
    const { dx } = await runModel(runtime, serializeModel(g), { x: operand([2], [1, -2]) });
    expect(dx).toEqual({ shape: [2], values: [5, 8] });
  });

  it('of the length of a vector of zeros is 0, as in PyTorch', async () => {
    const g = new GraphBuilder();
    const x = g.input('x', [2, 2]);
    const loss = reduceSum(g, reduceL2(g, x, [1]), [0, 1]);
    g.output('dx', gradients(g, loss, [x])[0]);
    const { dx } = await runModel(runtime, serializeModel(g), { x: operand([2, 2], [0, 0, 3, 4]) });
    [0, 0, 0.6, 0.8].forEach((expected, i) => expect(dx.values[i]).toBeCloseTo(expected, 6));
  });

  it('of the loss itself is one', async () => {
    const g = new GraphBuilder();
    const x = g.input('x', [1]);
    g.output('dx', gradients(g, x, [x])[0]);
    const { dx } = await runModel(runtime, serializeModel(g), { x: operand([1], [3]) });
    expect(dx.values).toEqual([1]);
  });

  it('adds no node for what nobody asked for', () => {
    const g = new GraphBuilder();
    const [x, w, v] = [g.input('x', [1, 8, 4, 4]), g.input('w', [8, 8, 1, 1]), g.input('v', [8])];
    const loss = reduceSum(g, relu(g, conv(g, x, w, { bias: v })), [0, 1, 2, 3]);
    const before = g.nodes.length;
    gradients(g, loss, [v]);
    const added = g.nodes.slice(before).map((node) => node.operator);
    expect(added).toEqual(['Expand', 'HardSigmoid', 'Mul', 'ReduceSum']);
  });

  it('puts nodes under the name of the one they differentiate', () => {
    const g = new GraphBuilder();
    const x = g.input('x', [1]);
    const y = g.scope('layer', () => relu(g, x));
    expect(gradients(g, y, [x])[0].name).toBe('/gradients/layer/Relu/Mul');
  });
});

describe('gradients() refuses', () => {
  it('a loss of several elements', () => {
    const g = new GraphBuilder();
    const x = g.input('x', [2]);
    expect(() => gradients(g, x, [x])).toThrow('expected a float32 loss of one element');
  });

  it('a parameter that the loss does not depend on, or only behind stopGradient()', () => {
    const g = new GraphBuilder();
    const [x, y] = [g.input('x', [1]), g.input('y', [1])];
    expect(() => gradients(g, x, [y])).toThrow('the loss does not depend on "y"');
    expect(() => gradients(g, add(g, x, stopGradient(g, y)), [y])).toThrow(GraphError);
  });

  it('operators without a rule', () => {
    const g = new GraphBuilder();
    const x = g.input('x', [4]);
    expect(() => gradients(g, topK(g, x, 1).values, [x])).toThrow('TopK has none');
  });

  it('statistics of a batch as part of the loss', () => {
    const g = new GraphBuilder();
    const x = g.input('x', [2, 1, 3, 3]);
    const [scale, bias] = [g.input('scale', [1]), g.input('bias', [1])];
    const { mean } = normalizeBatch(g, x, { scale, bias }, 1e-5);
    expect(() => gradients(g, mean, [x])).toThrow('is used by its later outputs');
  });

  it('dilated convolutions', () => {
    const g = new GraphBuilder();
    const [x, w] = [g.input('x', [1, 1, 5, 5]), g.input('w', [1, 1, 3, 3])];
    const loss = reduceSum(g, conv(g, x, w, { dilation: 2 }), [0, 1, 2, 3]);
    expect(() => gradients(g, loss, [w])).toThrow('no dilation');
  });

  it('convolutions whose padding depends on the size', () => {
    const g = new GraphBuilder();
    const [x, w] = [g.input('x', [1, 1, 5, 5]), g.input('w', [1, 1, 3, 3])];
    const loss = reduceSum(g, conv(g, x, w, { padding: 'same' }), [0, 1, 2, 3]);
    expect(() => gradients(g, loss, [w])).toThrow('padding as numbers');
  });
});
