import { expect, it } from 'vitest';
import { operand, runOperator } from '../../../test/helpers/run-graph.ts';
import { describeOnRuntimes } from '../../../test/helpers/runtimes.ts';
import { interpolateBilinear } from './resize.ts';

describeOnRuntimes('interpolateBilinear()', (runtime) => {
  it('has pixel centres at half-integers and repeats the edge', async () => {
    const x = operand([1, 1, 1, 2], [0, 4], ['n', 1, 'h', 'w']);
    const result = await runOperator(runtime, [x], (g, v) => interpolateBilinear(g, v, [2, 4]));
    expect(result).toEqual({ shape: [1, 1, 2, 4], values: [0, 1, 3, 4, 0, 1, 3, 4] });
  });
});
