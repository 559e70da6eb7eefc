import { expect, it } from 'vitest';
import { z } from 'zod';
import { GraphBuilder } from '../../src/graph/builder.ts';
import { fixedShape } from '../../src/graph/gradient-rule.ts';
import { DIFFERENTIABLE, gradients } from '../../src/graph/gradients.ts';
import { mul } from '../../src/graph/operators/elementwise.ts';
import { reshape } from '../../src/graph/operators/layout.ts';
import { reduceSum } from '../../src/graph/operators/reduce.ts';
import { serializeModel } from '../../src/graph/serialize.ts';
import type { Runtime } from '../../src/runtime.ts';
import { floatArray, readFixture } from '../helpers/fixture.ts';
import { describeOnRuntimes } from '../helpers/runtimes.ts';
import { seededArray } from '../helpers/seeded-array.ts';
import { OPERATORS } from './gradient-operators.ts';

const fixture = readFixture(
  'gradients/operators',
  z.object({
    step: z.number(),
    cases: z.array(
      z.object({
        name: z.string(),
        seed: z.int(),
        operands: z.array(
          z.object({ shape: z.array(z.int()), range: z.tuple([z.number(), z.number()]) }),
        ),
        gradients: z.array(floatArray.nullable()),
      }),
    ),
  }),
);
type Case = (typeof fixture.cases)[number];

/** Elements of an operand that are moved to see what the loss does. */
const MOVED = 12;

describeOnRuntimes('gradients()', (runtime) => {
  it('is checked for every operator of the fixture', () => {
    const names = fixture.cases.map((golden) => golden.name);
    expect(Object.keys(OPERATORS).toSorted()).toEqual(names.toSorted());
  });

  it('is checked for every operator that has one', () => {
    const used = fixture.cases.flatMap(({ name, operands }) => {
      const g = new GraphBuilder();
      OPERATORS[name](
        g,
        operands.map(({ shape }, i) => g.input(`x${i}`, shape)),
      );
      return g.nodes.map((node) => node.operator);
    });
    expect(used).toEqual(expect.arrayContaining([...DIFFERENTIABLE]));
  });

  it.each(fixture.cases)('of $name equal PyTorch', async (golden) => {
    const subject = await createSubject(runtime, golden);
    const results = await subject.gradients();
    for (const [i, { expected }] of goldenGradients(golden).entries()) {
      expect(relativeError(results[i], expected), `operand ${i}`).toBeLessThan(2e-6);
    }
    await subject.release();
  });

  const derivatives = fixture.cases.filter((golden) => golden.name !== 'stopGradient');
  it.each(derivatives)('of $name are what the loss does', async (golden) => {
    const subject = await createSubject(runtime, golden);
    const results = await subject.gradients();
    for (const [i, { operand }] of goldenGradients(golden).entries()) {
      const largest = Math.max(...results[i].map(Math.abs));
      for (const at of spread(results[i].length, MOVED)) {
        const difference = await subject.difference(operand, at);
        expect(Math.abs(difference - results[i][at]) / largest).toBeLessThan(1e-3);
      }
    }
    await subject.release();
  });
});

/** Operands that have a gradient. */
function goldenGradients({
  gradients: golden,
}: Case): { operand: number; expected: Float32Array }[] {
  return golden.flatMap((array, operand) => (array ? { operand, expected: array.data } : []));
}

/** An operator in ONNX Runtime, at the operands of its case. */
interface Subject {
  /** Gradients of the loss, one a wanted operand. */
  gradients(): Promise<Float32Array[]>;
  /** Central difference of fourth order of the loss. */
  difference(operand: number, at: number): Promise<number>;
  release(): Promise<void>;
}

async function createSubject(runtime: Runtime, golden: Case): Promise<Subject> {
  const { seed, name } = golden;
  const session = await runtime.createSession(modelOf(golden));
  const operands = golden.operands.map(({ shape, range }, i) => ({
    shape,
    data: seededArray(seed, `${name}/${i}`, shape, range),
  }));
  const run = async (outputs: readonly string[]): Promise<Float32Array[]> => {
    const feeds = operands.map(({ data, shape }, i) => {
      return [`x${i}`, new runtime.Tensor('float32', data, shape)] as const;
    });
    const results = await session.run(Object.fromEntries(feeds), outputs);
    return outputs.map((output) => Float32Array.from(results[output].data, Number));
  };
  const lossAt = async (operand: number, at: number, move: number): Promise<number> => {
    const { data } = operands[operand];
    const value = data[at];
    data[at] = value + move;
    const [terms] = await run(['terms']);
    data[at] = value;
    return terms.reduce((sum, term) => sum + term, 0);
  };
  return {
    gradients: () => run(goldenGradients(golden).map((_, i) => `gradient${i}`)),
    difference: async (operand, at) => {
      const { step } = fixture;
      const losses: number[] = [];
      for (const steps of [-2, -1, 1, 2]) losses.push(await lossAt(operand, at, steps * step));
      return (8 * (losses[2] - losses[1]) - (losses[3] - losses[0])) / (12 * step);
    },
    release: () => session.release(),
  };
}

/** The operator, each element of its result by its weight, and the gradients of their sum. */
function modelOf(golden: Case): Uint8Array {
  const { name, seed, operands } = golden;
  const g = new GraphBuilder();
  const inputs = operands.map(({ shape }, i) => g.input(`x${i}`, shape));
  const y = OPERATORS[name](g, inputs);
  const shape = fixedShape(name, y);
  const weights = seededArray(seed, `${name}/loss`, shape);
  const terms = mul(g, y, g.constant(weights, shape));
  const loss = reduceSum(g, reshape(g, terms, [weights.length]), [0]);
  const parameters = goldenGradients(golden).map(({ operand }) => inputs[operand]);
  g.output('terms', terms);
  gradients(g, loss, parameters).forEach((gradient, i) => g.output(`gradient${i}`, gradient));
  return serializeModel(g);
}

/** At most `count` positions below `length`, evenly spread. */
function spread(length: number, count: number): number[] {
  const steps = Math.min(length, count);
  return Array.from({ length: steps }, (_, i) => Math.floor((i * length) / steps));
}

/** ‖found − expected‖ / ‖expected‖. */
function relativeError(actual: Float32Array, expected: Float32Array): number {
  expect(actual).toHaveLength(expected.length);
  return Math.hypot(...actual.map((x, i) => x - expected[i])) / Math.hypot(...expected);
}
