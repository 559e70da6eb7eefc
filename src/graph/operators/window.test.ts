import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Operand, operand, runOperator } from '../../../test/helpers/run-graph.ts';
import { describeOnRuntimes } from '../../../test/helpers/runtimes.ts';
import { seededRandom } from '../../random.ts';
import { GraphError } from '../../errors.ts';
import { GraphBuilder } from '../builder.ts';
import type { Value } from '../value.ts';
import { averagePool, conv, maxPool } from './window.ts';

const DECLARED = ['n', 4, 'h', 'w'];

describeOnRuntimes('conv()', (runtime) => {
  it('equals the definition for all windows', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          kernel: pair(1, 3),
          stride: pair(1, 3),
          padding: pair(0, 2),
          dilation: pair(1, 2),
          groups: fc.constantFrom(1, 2, 4),
        }),
        async ({ kernel, ...options }) => {
          const x = noise([2, 4, 7, 6], DECLARED);
          const weights = noise([4, 4 / options.groups, ...kernel]);
          const bias = noise([4]);
          const result = await runOperator(runtime, [x, weights, bias], (g, vx, vw, vb) =>
            conv(g, vx, vw, { ...options, bias: vb }),
          );
          const expected = plainConv([x, weights, bias], options);
          result.values.forEach((y, i) => expect(y).toBeCloseTo(expected[i], 4));
          expect(result.values).toHaveLength(expected.length);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('names equal sizes alike along two branches', () => {
    const g = new GraphBuilder();
    const x = g.input('x', DECLARED);
    const main = conv(g, x, g.constant(new Float32Array(144), [4, 4, 3, 3]), {
      stride: 2,
      padding: 1,
    });
    const side = conv(g, x, g.constant(new Float32Array(16), [4, 4, 1, 1]), { stride: 2 });
    expect(main.shape).toEqual(['n', 4, 'ceil(h/2)', 'ceil(w/2)']);
    expect(side.shape).toEqual(main.shape);
  });

  it.each<[string, number[], number[], number]>([
    ['channels that differ', [1, 3, 8, 8], [4, 4, 3, 3], 1],
    ['groups that do not divide the filters', [1, 4, 8, 8], [3, 2, 3, 3], 2],
    ['a window larger than the map', [1, 4, 2, 8], [4, 4, 3, 3], 1],
    ['weights of rank 3', [1, 4, 8, 8], [4, 4, 3], 1],
  ])('refuses %s', (_, x, weights, groups) => {
    const g = new GraphBuilder();
    expect(() => conv(g, g.input('x', x), g.input('w', weights), { groups })).toThrow(GraphError);
  });

  it('refuses a bias of another length', () => {
    const g = new GraphBuilder();
    const [x, w, bias] = [g.input('x', DECLARED), g.input('w', [8, 4, 1, 1]), g.input('b', [4])];
    expect(() => conv(g, x, w, { bias })).toThrow('expected a bias of shape [8]');
  });
});

describeOnRuntimes('conv() with padding `same`', (runtime) => {
  it('pads as TensorFlow does', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({ kernel: pair(1, 5), stride: pair(1, 3), groups: fc.constantFrom(1, 4) }),
        pair(5, 9),
        async ({ kernel, stride, groups }, [height, width]) => {
          const x = noise([2, 4, height, width], DECLARED);
          const weights = noise([4, 4 / groups, ...kernel]);
          const bias = noise([4]);
          const result = await runOperator(runtime, [x, weights, bias], (g, vx, vw, vb) =>
            conv(g, vx, vw, { stride, groups, padding: 'same', bias: vb }),
          );
          // tf.nn.convolution, "SAME": (⌈n/s⌉ − 1) s + k − n in all, the smaller half in front
          const margins = [height, width].map((size, i) => {
            const reach = (Math.ceil(size / stride[i]) - 1) * stride[i] + kernel[i];
            return Math.max(0, reach - size);
          });
          const [above, left] = margins.map((margin) => Math.floor(margin / 2));
          const padded = framed(x, [above, left], margins);
          const options = { stride, groups, padding: [0, 0], dilation: [1, 1] } as const;
          const expected = plainConv([padded, weights, bias], options);
          expect(result.values).toHaveLength(expected.length);
          result.values.forEach((y, i) => expect(y).toBeCloseTo(expected[i], 4));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('refuses dilation', () => {
    const g = new GraphBuilder();
    const [x, w] = [g.input('x', DECLARED), g.input('w', [8, 4, 3, 3])];
    expect(() => conv(g, x, w, { padding: 'same', dilation: 2 })).toThrow(GraphError);
  });
});

describeOnRuntimes('pooling', (runtime) => {
  const x = operand([1, 1, 3, 4], 1, ['n', 1, 'h', 'w']); // 1 to 12

  it('takes the largest under a window, never the padding', async () => {
    const negative = operand([1, 1, 3, 4], -1, ['n', 1, 'h', 'w']);
    expect((await runOperator(runtime, [x], stemPool)).values).toEqual([6, 8, 10, 12]);
    expect((await runOperator(runtime, [negative], stemPool)).values).toEqual([-1, -2, -5, -6]);
  });

  it('moves by the size of the window unless told', async () => {
    const result = await runOperator(runtime, [x], (g, v) => averagePool(g, v, [3, 2]));
    expect(result).toEqual({ shape: [1, 1, 1, 2], values: [5.5, 7.5] });
  });

  it.each([
    [true, 14 / 9],
    [false, 14 / 4],
  ])('averages with the padding counted: %s', async (countPadding, corner) => {
    const options = { stride: 1, padding: 1, countPadding };
    const { values } = await runOperator(runtime, [x], (g, v) => averagePool(g, v, 3, options));
    expect(values[0]).toBeCloseTo(corner, 6);
  });
});

/** The pooling of a ResNet's stem. */
function stemPool(g: GraphBuilder, x: Value): Value {
  return maxPool(g, x, 3, { stride: 2, padding: 1 });
}

function pair(min: number, max: number): fc.Arbitrary<[number, number]> {
  return fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }));
}

function noise(
  shape: readonly number[],
  declared = shape as readonly (number | string)[],
): Operand {
  const random = seededRandom(shape.length);
  const count = shape.reduce((p, dim) => p * dim, 1);
  return operand(
    shape,
    Float32Array.from({ length: count }, () => random.normal()),
    declared,
  );
}

/** A map with `margins` zeros more along H and W, so many of them in front. */
function framed(x: Operand, front: readonly number[], margins: readonly number[]): Operand {
  const [batch, channels, height, width] = x.shape;
  const shape = [batch, channels, height + margins[0], width + margins[1]];
  const result = operand(shape, 0);
  Array.from(x.data, Number).forEach((value, i) => {
    const row = Math.floor(i / width);
    const plane = Math.floor(row / height);
    const y = (row % height) + front[0];
    result.data[(plane * shape[2] + y) * shape[3] + (i % width) + front[1]] = value;
  });
  return result;
}

interface Windows {
  readonly stride: readonly [number, number];
  readonly padding: readonly [number, number];
  readonly dilation: readonly [number, number];
  readonly groups: number;
}

/** Convolution as its definition says: loops over every output, channel and weight. */
function plainConv(
  [x, weights, bias]: readonly Operand[],
  { stride, padding, dilation, groups }: Windows,
): number[] {
  const [batch, channels, height, width] = x.shape;
  const [filters, depth, ...kernel] = weights.shape;
  const [s, p, d] = [stride, padding, dilation];
  const size = [height, width].map(
    (n, i) => Math.floor((n + 2 * p[i] - d[i] * (kernel[i] - 1) - 1) / s[i]) + 1,
  );
  const at = (b: number, c: number, y: number, z: number): number =>
    y < 0 || z < 0 || y >= height || z >= width
      ? 0
      : Number(x.data[((b * channels + c) * height + y) * width + z]);
  const result: number[] = [];
  for (let b = 0; b < batch; b++)
    for (let k = 0; k < filters; k++)
      for (let i = 0; i < size[0]; i++)
        for (let j = 0; j < size[1]; j++) {
          let sum = Number(bias.data[k]);
          const first = Math.floor(k / (filters / groups)) * depth;
          for (let c = 0; c < depth; c++)
            for (let u = 0; u < kernel[0]; u++)
              for (let v = 0; v < kernel[1]; v++) {
                const weight = weights.data[((k * depth + c) * kernel[0] + u) * kernel[1] + v];
                const y = i * s[0] - p[0] + u * d[0];
                const z = j * s[1] - p[1] + v * d[1];
                sum += Number(weight) * at(b, first + c, y, z);
              }
          result.push(sum);
        }
  return result;
}
