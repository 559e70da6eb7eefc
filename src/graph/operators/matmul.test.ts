import { expect, it } from 'vitest';
import { operand, runOperator } from '../../../test/helpers/run-graph.ts';
import { describeOnRuntimes } from '../../../test/helpers/runtimes.ts';
import { GraphError } from '../../errors.ts';
import { GraphBuilder } from '../builder.ts';
import { fusedMatMul, gemm, matMul } from './matmul.ts';

const a = operand([2, 3], 1, ['n', 3]); // 1 2 3 / 4 5 6
const b = operand([3, 2], [1, 0, 0, 1, 2, 2]);
const product = [7, 8, 16, 17];

describeOnRuntimes('matMul()', (runtime) => {
  it('multiplies matrices', async () => {
    expect(await runOperator(runtime, [a, b], matMul)).toEqual({ shape: [2, 2], values: product });
  });

  it('broadcasts stacks', async () => {
    const stack = operand([2, 1, 2, 3], [...a.data, ...a.data].map(Number), ['b', 1, 'n', 3]);
    const { shape, values } = await runOperator(runtime, [stack, b], matMul);
    expect(shape).toEqual([2, 1, 2, 2]);
    expect(values).toEqual([...product, ...product]);
  });

  it.each([
    [
      [2, 3],
      [2, 3],
    ],
    [[3], [3, 2]],
    [
      [2, 2, 3],
      [3, 3, 2],
    ],
  ])('refuses %s times %s', (left, right) => {
    const g = new GraphBuilder();
    expect(() => matMul(g, g.input('a', left), g.input('b', right))).toThrow(GraphError);
  });
});

describeOnRuntimes('fusedMatMul()', (runtime) => {
  it('transposes and scales', async () => {
    const bt = operand([2, 3], [1, 0, 2, 0, 1, 2]);
    const options = { transposeB: true, alpha: -2 };
    const { values } = await runOperator(runtime, [a, bt], (g, x, y) =>
      fusedMatMul(g, x, y, options),
    );
    expect(values).toEqual(product.map((x) => -2 * x));
    const at = operand([3, 2], [1, 4, 2, 5, 3, 6], [3, 'n']);
    const left = await runOperator(runtime, [at, b], (g, x, y) =>
      fusedMatMul(g, x, y, { transposeA: true }),
    );
    expect(left).toEqual({ shape: [2, 2], values: product });
  });
});

describeOnRuntimes('gemm()', (runtime) => {
  it('adds a row to a product', async () => {
    const bt = operand([2, 3], [1, 0, 2, 0, 1, 2]);
    const row = operand([2], [10, 20]);
    const options = { transposeB: true, beta: 2 };
    const result = await runOperator(runtime, [a, bt, row], (g, x, y, c) =>
      gemm(g, [x, y, c], options),
    );
    expect(result).toEqual({ shape: [2, 2], values: [27, 48, 36, 57] });
  });

  it('refuses what does not broadcast to the product', () => {
    const g = new GraphBuilder();
    const [x, y, c] = [g.input('a', [2, 3]), g.input('b', [3, 2]), g.input('c', [3, 2, 2])];
    expect(() => gemm(g, [x, y, c])).toThrow('expected c that broadcasts to a b');
    expect(() => gemm(g, [c, y])).toThrow(GraphError);
  });
});
