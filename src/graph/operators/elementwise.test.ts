import { expect, it } from 'vitest';
import { operand, runOperator } from '../../../test/helpers/run-graph.ts';
import { describeOnRuntimes } from '../../../test/helpers/runtimes.ts';
import { GraphError } from '../../errors.ts';
import { GraphBuilder } from '../builder.ts';
import {
  abs,
  add,
  cast,
  clip,
  cos,
  div,
  exp,
  floor,
  log,
  max,
  min,
  mul,
  neg,
  relu,
  sign,
  sin,
  sqrt,
  sub,
} from './elementwise.ts';

describeOnRuntimes('operators of one operand', (runtime) => {
  const values = [-2.5, -1, 0, 0.25, 3];
  it.each([
    ['relu', relu, (x: number) => Math.max(x, 0)],
    ['neg', neg, (x: number) => -x],
    ['abs', abs, Math.abs],
    ['sign', sign, Math.sign],
    ['floor', floor, Math.floor],
    ['exp', exp, Math.exp],
    ['sin', sin, Math.sin],
    ['cos', cos, Math.cos],
  ] as const)('%s', async (_, operator, reference) => {
    const { values: actual } = await runOperator(runtime, [operand([5], values, ['n'])], operator);
    actual.forEach((y, i) => expect(y).toBeCloseTo(reference(values[i]), 5));
  });

  it.each([
    ['sqrt', sqrt, Math.sqrt],
    ['log', log, Math.log],
  ] as const)('%s of positive numbers', async (_, operator, reference) => {
    const { values: actual } = await runOperator(
      runtime,
      [operand([1, 3], [0.25, 1, 9])],
      operator,
    );
    actual.forEach((y, i) => expect(y).toBeCloseTo(reference([0.25, 1, 9][i]), 5));
  });

  it('clip limits both sides', async () => {
    const x = operand([5], values);
    expect((await runOperator(runtime, [x], (g, v) => clip(g, v, -1, 0.5))).values).toEqual([
      -1, -1, 0, 0.25, 0.5,
    ]);
  });

  it('cast drops the fraction', async () => {
    const x = operand([5], values);
    const { values: actual } = await runOperator(runtime, [x], (g, v) => cast(g, v, 'int64'));
    expect(actual).toEqual([-2, -1, 0, 0, 3]);
  });
});

describeOnRuntimes('operators of two operands', (runtime) => {
  it.each([
    ['add', add, [11, 22, 31, 42]],
    ['sub', sub, [-9, -18, -29, -38]],
    ['mul', mul, [10, 40, 30, 80]],
    ['div', div, [0.1, 0.1, 1 / 30, 0.05]],
    ['min', min, [1, 2, 1, 2]],
    ['max', max, [10, 20, 30, 40]],
  ] as const)('%s broadcasts', async (_, operator, expected) => {
    const a = operand([1, 2], [1, 2], [1, 'w']);
    const b = operand([2, 2], 10, ['h', 'w']);
    const { values } = await runOperator(runtime, [a, b], operator);
    values.forEach((y, i) => expect(y).toBeCloseTo(expected[i], 6));
  });

  it('refuses shapes that do not broadcast, naming operator and shapes', () => {
    const g = new GraphBuilder();
    const [a, b] = [g.input('a', ['n', 3]), g.input('b', ['n', 4])];
    expect(() => add(g, a, b)).toThrow(
      'Cannot add Add to the graph: found "a" float32 [n, 3], "b" float32 [n, 4]: expected shapes that broadcast',
    );
  });

  it('refuses sizes that cannot be told to be equal', () => {
    const g = new GraphBuilder();
    expect(() => add(g, g.input('a', ['h']), g.input('b', ['w']))).toThrow(GraphError);
  });

  it('refuses mixed types', () => {
    const g = new GraphBuilder();
    expect(() => mul(g, g.input('a', [2]), g.input('b', [2], 'int64'))).toThrow(GraphError);
    expect(() => floor(g, g.integers([1]))).toThrow(GraphError);
  });
});
