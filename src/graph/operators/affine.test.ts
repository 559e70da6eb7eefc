import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { operand, runOperator } from '../../../test/helpers/run-graph.ts';
import { describeOnRuntimes } from '../../../test/helpers/runtimes.ts';
import { GraphError } from '../../errors.ts';
import { GraphBuilder } from '../builder.ts';
import { composeAffine, invertAffine } from './affine.ts';

const IDENTITY = [1, 0, 0, 0, 1, 0];

const number = fc.double({ min: -2, max: 2, noNaN: true });
const affine = fc.tuple(number, number, number, number, number, number);

describeOnRuntimes('composeAffine()', (runtime) => {
  it('applies the inner map first', async () => {
    await fc.assert(
      fc.asyncProperty(affine, affine, number, number, async (outer, inner, x, y) => {
        const { values } = await runOperator(runtime, [theta(outer), theta(inner)], composeAffine);
        const expected = apply(outer, apply(inner, [x, y]));
        apply(values, [x, y]).forEach((value, i) => expect(value).toBeCloseTo(expected[i], 4));
      }),
      { numRuns: 20 },
    );
  });
});

describeOnRuntimes('invertAffine()', (runtime) => {
  it('leads back', async () => {
    const regular = affine.filter(([a, b, , c, d]) => Math.abs(a * d - b * c) > 0.1);
    await fc.assert(
      fc.asyncProperty(regular, number, number, async (map, x, y) => {
        const { values } = await runOperator(runtime, [theta(map)], invertAffine);
        const actual = apply(values, apply(map, [x, y]));
        expect(actual[0]).toBeCloseTo(x, 3);
        expect(actual[1]).toBeCloseTo(y, 3);
      }),
      { numRuns: 20 },
    );
  });

  it('keeps the identity exactly, each of a batch by itself', async () => {
    const maps = operand([2, 2, 3], [...IDENTITY, 2, 0, 1, 0, 4, -1], ['n', 2, 3]);
    const { values } = await runOperator(runtime, [maps], invertAffine);
    expect(values.map((value) => value + 0)).toEqual([...IDENTITY, 0.5, 0, -0.5, 0, 0.25, 0.25]);
  });

  it('refuses other shapes', () => {
    const g = new GraphBuilder();
    expect(() => invertAffine(g, g.input('x', ['n', 3, 3]))).toThrow(GraphError);
  });
});

function theta(values: readonly number[]) {
  return operand([1, 2, 3], values, ['n', 2, 3]);
}

function apply([a, b, x, c, d, y]: readonly number[], [u, v]: readonly number[]): number[] {
  return [a * u + b * v + x, c * u + d * v + y];
}
