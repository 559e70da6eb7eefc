import { expect, it } from 'vitest';
import { runOperator } from '../../test/helpers/run-graph.ts';
import { randomMap } from '../../test/helpers/run-layers.ts';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { rotaryTable, rotate } from './rotary-embedding.ts';

const grid = { side: 3, leading: 2, width: 8, base: 100 };
const tokens = grid.leading + grid.side ** 2;

describeOnRuntimes('rotate()', (runtime) => {
  const x = randomMap([1, tokens, grid.width]);
  const turn = (operand = x) =>
    runOperator(runtime, [operand], (g, v) => rotate(g, v, rotaryTable(g, grid)));
  const row = (values: ArrayLike<number>, t: number): number[] =>
    Array.from({ length: grid.width }, (_, i) => values[t * grid.width + i]);

  it('turns pairs of elements, so that lengths stay', async () => {
    const { values } = await turn();
    for (let t = 0; t < tokens; t++) {
      const [before, after] = [row(Array.from(x.data, Number), t), row(values, t)];
      for (let i = 0; i < grid.width / 2; i++) {
        const length = (r: readonly number[]): number => Math.hypot(r[i], r[i + grid.width / 2]);
        expect(length(after)).toBeCloseTo(length(before), 5);
      }
    }
  });

  it('leaves tokens before the patches, and the patch in the middle', async () => {
    const { values } = await turn();
    const input = Array.from(x.data, Number);
    for (const t of [0, 1, grid.leading + 4]) expect(row(values, t)).toEqual(row(input, t));
    expect(row(values, 2)).not.toEqual(row(input, 2));
  });

  it('tells how far two patches lie apart, and not where', async () => {
    const same = randomMap([1, 1, grid.width]).data;
    const all = Float32Array.from({ length: tokens * grid.width }, (_, i) =>
      Number(same[i % grid.width]),
    );
    const { values } = await turn({ shape: [1, tokens, grid.width], data: all });
    const product = (p: number, q: number): number => {
      const other = row(values, grid.leading + q);
      return row(values, grid.leading + p).reduce((sum, a, i) => sum + a * other[i], 0);
    };
    expect(product(0, 1)).toBeCloseTo(product(7, 8), 4);
    expect(product(0, 3)).toBeCloseTo(product(5, 8), 4);
    expect(Math.abs(product(0, 1) - product(0, 3))).toBeGreaterThan(1e-3);
  });
});
