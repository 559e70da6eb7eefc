import { expect, it } from 'vitest';
import { operand, runOperator } from '../../../test/helpers/run-graph.ts';
import { describeOnRuntimes } from '../../../test/helpers/runtimes.ts';
import { GraphError } from '../../errors.ts';
import { GraphBuilder } from '../builder.ts';
import { batchNormalization, softmax } from './normalization.ts';

describeOnRuntimes('batchNormalization()', (runtime) => {
  it('normalizes each channel', async () => {
    const x = operand([1, 2, 1, 2], [1, 3, 10, 20], ['n', 2, 'h', 'w']);
    const parameters = [
      [2, 1],
      [0.5, 0],
      [1, 10],
      [3.75, 24.75],
    ].map((v) => operand([2], v));
    const result = await runOperator(runtime, [x, ...parameters], (g, v, ...p) =>
      batchNormalization(g, v, { scale: p[0], bias: p[1], mean: p[2], variance: p[3] }, 0.25),
    );
    [0.5, 2.5, 0, 2].forEach((y, i) => expect(result.values[i]).toBeCloseTo(y, 6));
  });

  it('refuses parameters of another width', () => {
    const g = new GraphBuilder();
    const [x, p, q] = [g.input('x', ['n', 4, 'h', 'w']), g.input('p', [4]), g.input('q', [3])];
    const statistics = { scale: p, bias: p, mean: p, variance: q };
    expect(() => batchNormalization(g, x, statistics, 1e-5)).toThrow(GraphError);
  });
});

describeOnRuntimes('softmax()', (runtime) => {
  it('makes shares of each row, also of large numbers', async () => {
    const x = operand([2, 2], [Math.log(1), Math.log(3), 1000, 1000], ['n', 2]);
    const { values } = await runOperator(runtime, [x], (g, v) => softmax(g, v));
    [0.25, 0.75, 0.5, 0.5].forEach((share, i) => expect(values[i]).toBeCloseTo(share, 6));
  });

  it('refuses integers', () => {
    const g = new GraphBuilder();
    expect(() => softmax(g, g.input('x', [2], 'int64'))).toThrow(GraphError);
  });
});
