import { expect, it } from 'vitest';
import { operand, runOperator } from '../../../test/helpers/run-graph.ts';
import { describeOnRuntimes } from '../../../test/helpers/runtimes.ts';
import { GraphError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { GraphBuilder } from '../builder.ts';
import { affineGrid, gridSample } from './warp.ts';

const map = operand([1, 1, 2, 3], 1, ['n', 1, 'h', 'w']); // 1 2 3 / 4 5 6

/** The map under an affine map of its coordinates, at sizes known only when the graph runs. */
async function warped(runtime: Runtime, theta: readonly number[]): Promise<number[]> {
  const { shape, values } = await runOperator(
    runtime,
    [map, operand([1, 2, 3], theta, ['n', 2, 3])],
    (g, x, t) => gridSample(g, x, affineGrid(g, t, x)),
  );
  expect(shape).toEqual([1, 1, 2, 3]);
  return values.map((value) => Math.round(value * 1e5) / 1e5);
}

describeOnRuntimes('gridSample() at an affineGrid()', (runtime) => {
  it.each<[string, number[], number[]]>([
    ['nothing', [1, 0, 0, 0, 1, 0], [1, 2, 3, 4, 5, 6]],
    ['a half turn', [-1, 0, 0, 0, -1, 0], [6, 5, 4, 3, 2, 1]],
    ['a flip', [-1, 0, 0, 0, 1, 0], [3, 2, 1, 6, 5, 4]],
    ['half a pixel to the left', [1, 0, 1 / 3, 0, 1, 0], [1.5, 2.5, 3, 4.5, 5.5, 6]],
    ['a pixel to the left, mirrored', [1, 0, 2 / 3, 0, 1, 0], [2, 3, 3, 5, 6, 6]],
    ['a map to the left, mirrored', [1, 0, 2, 0, 1, 0], [3, 2, 1, 6, 5, 4]],
    ['three maps to the right', [1, 0, -6, 0, 1, 0], [3, 2, 1, 6, 5, 4]],
    ['a turn about the diagonal', [0, 1, 0, 1, 0, 0], [1.25, 2.75, 4.25, 2.75, 4.25, 5.75]],
  ])('does %s', async (_, theta, expected) => {
    expect(await warped(runtime, theta)).toEqual(expected);
  });

  it('refuses shapes that do not fit', () => {
    const g = new GraphBuilder();
    const [x, theta] = [g.input('x', [2, 3, 4, 4]), g.input('theta', [1, 2, 3])];
    expect(() => affineGrid(g, theta, x)).toThrow(GraphError);
    expect(() => gridSample(g, x, g.input('grid', [2, 4, 4, 3]))).toThrow(GraphError);
  });
});
