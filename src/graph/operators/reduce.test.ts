import { expect, it } from 'vitest';
import { operand, runOperator } from '../../../test/helpers/run-graph.ts';
import { describeOnRuntimes } from '../../../test/helpers/runtimes.ts';
import { GraphError } from '../../errors.ts';
import { GraphBuilder } from '../builder.ts';
import { concat } from './layout.ts';
import { cast } from './elementwise.ts';
import { reduceL2, reduceMean, reduceMin, reduceSum, topK } from './reduce.ts';

const x = operand([2, 2, 2], [1, 5, 2, 2, 3, 4, 0, 1], ['n', 2, 'w']);

describeOnRuntimes('reductions', (runtime) => {
  it.each([
    ['sum', reduceSum, [10, 8]],
    ['mean', reduceMean, [2.5, 2]],
    ['minimum', reduceMin, [1, 0]],
    ['L2', reduceL2, [Math.sqrt(34), Math.sqrt(26)]],
  ] as const)('%s', async (_, operator, expected) => {
    const wide = await runOperator(runtime, [x], (g, v) => operator(g, v, [1, -1]));
    expect(wide.shape).toEqual([2, 1, 1]);
    wide.values.forEach((y, i) => expect(y).toBeCloseTo(expected[i], 5));
    const dropped = await runOperator(runtime, [x], (g, v) =>
      operator(g, v, [1, 2], { keepDims: false }),
    );
    expect(dropped).toEqual({ shape: [2], values: wide.values });
  });

  it.each([[[]], [[0, 0]], [[3]], [[0.5]]])('refuse axes %j', (axes) => {
    const g = new GraphBuilder();
    expect(() => reduceSum(g, g.input('x', [2, 2]), axes)).toThrow(GraphError);
  });
});

describeOnRuntimes('topK()', (runtime) => {
  const row = operand([1, 4], [3, 1, 2, 1], ['n', 4]);
  it.each([
    [true, [3, 2, 1, 0, 2, 1]],
    [false, [1, 1, 2, 1, 3, 2]],
  ])('orders values and positions, largest: %s', async (largest, expected) => {
    const result = await runOperator(runtime, [row], (g, v) => {
      const { values, indices } = topK(g, v, 3, { largest });
      return concat(g, [values, cast(g, indices, 'float32')], 0);
    });
    expect(result.values).toEqual(expected);
  });

  it.each([0, 5, 1.5])('refuses k = %s of 4', (k) => {
    const g = new GraphBuilder();
    expect(() => topK(g, g.input('x', ['n', 4]), k)).toThrow(`not ${k}`);
  });
});
