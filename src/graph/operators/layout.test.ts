import { expect, it } from 'vitest';
import { operand, runOperator } from '../../../test/helpers/run-graph.ts';
import { describeOnRuntimes } from '../../../test/helpers/runtimes.ts';
import { GraphError } from '../../errors.ts';
import { GraphBuilder } from '../builder.ts';
import type { Shape } from '../value.ts';
import { slice } from './region.ts';
import { concat, expand, flatten, reshape, reshapeTo, sizesOf, transpose } from './layout.ts';

const x = operand([2, 3, 2], 1, ['n', 3, 'w']);

describeOnRuntimes('sizesOf() and reshapeTo()', (runtime) => {
  it('give the elements a shape that the graph computes', async () => {
    const { values } = await runOperator(runtime, [x], (g, v) => sizesOf(g, v));
    expect(values).toEqual([2, 3, 2]);
    const turned = await runOperator(runtime, [x], (g, v) => {
      const [rows, , columns] = [0, 1, 2].map((i) => {
        return slice(g, sizesOf(g, v), [{ axis: 0, start: i, end: i + 1 }]);
      });
      return reshapeTo(g, v, concat(g, [columns, rows, g.integers([-1])], 0), ['w', 'n', 3]);
    });
    expect(turned.shape).toEqual([2, 2, 3]);
  });

  it('refuse sizes that are not one an axis', () => {
    const g = new GraphBuilder();
    expect(() => reshapeTo(g, g.input('x', [6]), g.integers([2, 3]), [6])).toThrow(GraphError);
  });
});

describeOnRuntimes('reshape()', (runtime) => {
  it.each<[Shape, Shape, number[]]>([
    [
      ['n', 3, 'w'],
      ['n', -1],
      [2, 6],
    ],
    [
      ['n', 3, 'w'],
      ['n', 'w', 3],
      [2, 2, 3],
    ],
    [
      ['n', 3, 'w'],
      ['n', 1, 3, -1],
      [2, 1, 3, 2],
    ],
    [
      ['n', 3, 2],
      ['n', 6],
      [2, 6],
    ],
    [[2, 3, 2], [-1], [12]],
    [
      [2, 3, 2],
      [3, 4],
      [3, 4],
    ],
    [
      ['n', 3, 2],
      ['m', 2],
      [6, 2],
    ],
  ])('of %j to %j', async (declared, target, shape) => {
    const from = { ...x, declared };
    const g = new GraphBuilder();
    expect(reshape(g, g.input('x', declared), target).shape).toHaveLength(shape.length);
    if (target.includes('m')) return; // a new name: its value is known to the caller alone
    const result = await runOperator(runtime, [from], (b, v) => reshape(b, v, target));
    expect(result).toEqual({ shape, values: [...x.data].map(Number) });
  });

  it.each<[Shape, Shape]>([
    [[2, 3, 2], [5]],
    [
      [2, 3, 2],
      [5, -1],
    ],
    [['n', 3, 2], [6]],
    [
      ['n', 3, 'w'],
      [-1, -1],
    ],
  ])('refuses %j to %j', (declared, target) => {
    const g = new GraphBuilder();
    expect(() => reshape(g, g.input('x', declared), target)).toThrow(GraphError);
  });
});

describeOnRuntimes('flatten()', (runtime) => {
  it.each([
    [1, [2, 6]],
    [2, [6, 2]],
  ])('at axis %i', async (axis, shape) => {
    expect((await runOperator(runtime, [x], (g, v) => flatten(g, v, axis))).shape).toEqual(shape);
  });
});

describeOnRuntimes('transpose()', (runtime) => {
  it('reorders axes', async () => {
    const result = await runOperator(runtime, [x], (g, v) => transpose(g, v, [2, 0, 1]));
    expect(result).toEqual({ shape: [2, 2, 3], values: [1, 3, 5, 7, 9, 11, 2, 4, 6, 8, 10, 12] });
  });

  it.each([[[0, 1]], [[0, 1, 1]], [[1, 2, 3]]])('refuses the order %j', (order) => {
    const g = new GraphBuilder();
    expect(() => transpose(g, g.input('x', [2, 3, 2]), order)).toThrow(GraphError);
  });
});

describeOnRuntimes('concat()', (runtime) => {
  it('joins along an axis of unknown size', async () => {
    const y = operand([2, 3, 1], [0, 0, 0, 0, 0, 0], ['n', 3, 'v']);
    const result = await runOperator(runtime, [x, y], (g, a, b) => concat(g, [a, b], -1));
    expect(result.shape).toEqual([2, 3, 3]);
    expect(result.values.slice(0, 6)).toEqual([1, 2, 0, 3, 4, 0]);
  });

  it('refuses other sizes that differ, and nothing', () => {
    const g = new GraphBuilder();
    const [a, b] = [g.input('a', [2, 3]), g.input('b', [3, 3])];
    expect(() => concat(g, [a, b], 1)).toThrow('shapes that differ along axis 1 only');
    expect(() => concat(g, [], 0)).toThrow(GraphError);
  });
});

describeOnRuntimes('expand()', (runtime) => {
  it('repeats', async () => {
    const row = operand([1, 2]);
    const result = await runOperator(runtime, [row], (g, v) => expand(g, v, [2, 3, 2]));
    expect(result.values).toEqual([1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2]);
  });

  it('refuses to shrink', () => {
    const g = new GraphBuilder();
    expect(() => expand(g, g.input('x', [2, 3]), [2, 1])).toThrow(GraphError);
  });
});
