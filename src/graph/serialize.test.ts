import { expect, it } from 'vitest';
import { operand, runModel } from '../../test/helpers/run-graph.ts';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { GraphError } from '../errors.ts';
import { seededRandom } from '../random.ts';
import { GraphBuilder } from './builder.ts';
import { add, relu } from './operators/elementwise.ts';
import { fusedMatMul } from './operators/matmul.ts';
import { readOnnx } from './read.ts';
import { serializeModel } from './serialize.ts';

const random = seededRandom(1);
const weights = Float32Array.from({ length: 20 * 20 }, () => random.normal());

describeOnRuntimes('serializeModel()', (runtime) => {
  it('writes equal graphs as equal bytes', () => {
    expect(serializeModel(product())).toEqual(serializeModel(product()));
  });

  it('writes what the reader reads', () => {
    const bytes = serializeModel(product(), { metadata: { licence: 'CC0', ключ: 'значение' } });
    expect(readOnnx(bytes, 'test')).toEqual({
      producer: 'fewgood',
      opsets: new Map([
        ['', 20],
        ['com.microsoft', 1],
      ]),
      metadata: new Map([
        ['licence', 'CC0'],
        ['ключ', 'значение'],
      ]),
      inputs: [{ name: 'x', type: 'float32', shape: ['n', 20] }],
      outputs: [{ name: 'y', type: 'float32', shape: ['n', 20] }],
      computed: [
        { name: '/FusedMatMul', type: undefined, shape: undefined },
        { name: 'y', type: 'float32', shape: ['n', 20] },
      ],
      hasExternalWeights: false,
    });
  });

  it('puts out inputs, constants, inner values, and one value under two names', async () => {
    const g = new GraphBuilder();
    const x = g.input('x', [2]);
    const inner = relu(g, x);
    g.output('input', x);
    g.output('constant', g.scalar(7));
    g.output('inner', inner);
    g.output('again', inner);
    g.output('sum', add(g, inner, x));
    const outputs = await runModel(runtime, serializeModel(g), { x: operand([2], [-1, 2]) });
    expect(Object.entries(outputs).map(([name, { values }]) => [name, values])).toEqual([
      ['input', [-1, 2]],
      ['constant', [7]],
      ['inner', [0, 2]],
      ['again', [0, 2]],
      ['sum', [-1, 4]],
    ]);
  });

  it('refuses a fraction that is not marked as a float', () => {
    const g = new GraphBuilder();
    const x = g.input('x', [1]);
    g.output('y', g.apply('LeakyRelu', [x], x, { alpha: 0.1 }));
    expect(() => serializeModel(g)).toThrow(GraphError);
  });
});

describeOnRuntimes('serializeModel() with float16 storage', (runtime) => {
  it('stores weights in half the bytes', async () => {
    const whole = serializeModel(product());
    const half = serializeModel(product(), { storage: 'float16' });
    expect(half.length).toBeLessThan(0.6 * whole.length);
    const x = operand([3, 20], 0.01);
    const [a, b] = await Promise.all([
      runModel(runtime, whole, { x }),
      runModel(runtime, half, { x }),
    ]);
    const error = Math.max(...a['y'].values.map((y, i) => Math.abs(y - b['y'].values[i])));
    expect(error).toBeGreaterThan(0);
    expect(error).toBeLessThan(2e-3);
  });

  it('keeps float32 where a half is not enough', () => {
    const g = new GraphBuilder();
    const large = new Float32Array(1000).fill(1e5);
    g.output('y', add(g, g.input('x', [1000]), g.constant(large, [1000])));
    expect(serializeModel(g, { storage: 'float16' })).toEqual(serializeModel(g));
  });
});

function product(): GraphBuilder {
  const g = new GraphBuilder();
  const x = g.input('x', ['n', 20]);
  g.output('y', relu(g, fusedMatMul(g, x, g.constant(weights, [20, 20], 'w'), {})));
  return g;
}
