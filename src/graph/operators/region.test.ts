import { expect, it } from 'vitest';
import { operand, runOperator } from '../../../test/helpers/run-graph.ts';
import { describeOnRuntimes } from '../../../test/helpers/runtimes.ts';
import { GraphError } from '../../errors.ts';
import { GraphBuilder } from '../builder.ts';
import { gather, pad, type Range, reverse, slice } from './region.ts';

const x = operand([2, 6], 1, ['n', 'w']);

describeOnRuntimes('slice()', (runtime) => {
  it.each<[Omit<Range, 'axis'>, number[]]>([
    [{ start: 1 }, [2, 3, 4, 5, 6]],
    [{ start: 1, end: -1 }, [2, 3, 4, 5]],
    [{ start: -2 }, [5, 6]],
    [{ start: -3, end: -1 }, [4, 5]],
    [{ start: 0, end: 4, step: 2 }, [1, 3]],
    [{ start: 1, step: 3 }, [2, 5]],
  ])('takes %j', async (range, row) => {
    for (const declared of [x.declared, x.shape]) {
      const from = { ...x, declared: declared ?? x.shape };
      const result = await runOperator(runtime, [from], (g, v) =>
        slice(g, v, [
          { axis: 0, start: 0, end: 1 },
          { axis: -1, ...range },
        ]),
      );
      expect(result).toEqual({ shape: [1, row.length], values: row });
    }
  });

  it.each<Range>([
    { axis: 1, start: 6 },
    { axis: 1, start: -7 },
    { axis: 1, start: 0, end: 7 },
    { axis: 1, start: 3, end: 3 },
    { axis: 1, start: 0, step: -1 },
    { axis: 2, start: 0 },
  ])('refuses %j of [2, 6]', (range) => {
    const g = new GraphBuilder();
    expect(() => slice(g, g.input('x', [2, 6]), [range])).toThrow(GraphError);
  });

  it('refuses a length that an unknown size decides', () => {
    const g = new GraphBuilder();
    const unknown = g.input('x', ['n']);
    expect(() => slice(g, unknown, [{ axis: 0, start: -2, end: 5 }])).toThrow(GraphError);
  });
});

describeOnRuntimes('reverse()', (runtime) => {
  it('turns axes round', async () => {
    const result = await runOperator(runtime, [x], (g, v) => reverse(g, v, [0, 1]));
    expect(result.values).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });
});

describeOnRuntimes('pad()', (runtime) => {
  it.each([
    ['constant', [0, 0, 1, 2, 3, 0]],
    ['reflect', [3, 2, 1, 2, 3, 2]],
    ['edge', [1, 1, 1, 2, 3, 3]],
  ] as const)('fills with %s', async (mode, row) => {
    const from = operand([1, 3], 1, ['n', 'w']);
    const widths = [
      [0, 0],
      [2, 1],
    ] as const;
    const result = await runOperator(runtime, [from], (g, v) => pad(g, v, widths, mode));
    expect(result).toEqual({ shape: [1, 6], values: row });
  });

  it('refuses widths for another rank', () => {
    const g = new GraphBuilder();
    expect(() => pad(g, g.input('x', [2, 2]), [[1, 1]])).toThrow('2 pairs of widths');
  });
});

describeOnRuntimes('gather()', (runtime) => {
  it('takes rows and columns', async () => {
    const rows = await runOperator(runtime, [x], (g, v) => gather(g, v, g.integers([1, 0, 1])));
    expect(rows.shape).toEqual([3, 6]);
    expect(rows.values.slice(0, 2)).toEqual([7, 8]);
    const column = await runOperator(runtime, [x], (g, v) => gather(g, v, g.integers([5]), 1));
    expect(column).toEqual({ shape: [2, 1], values: [6, 12] });
  });

  it('refuses positions that are no integers', () => {
    const g = new GraphBuilder();
    expect(() => gather(g, g.input('x', [2, 2]), g.scalar(1))).toThrow(GraphError);
  });
});
