/** Runs graphs of `src/graph` in ONNX Runtime, and checks the shapes inferred for them. */
import { runInNewContext } from 'node:vm';
import { expect } from 'vitest';
import { GraphBuilder } from '../../src/graph/builder.ts';
import { serializeModel } from '../../src/graph/serialize.ts';
import type { Dim, Shape, Value } from '../../src/graph/value.ts';
import type { Runtime } from '../../src/runtime.ts';

/** An array with its shape. */
export interface Operand {
  /** Sizes when the graph runs. */
  readonly shape: readonly number[];
  /** Sizes as the graph declares them; those of `shape` by default. */
  readonly declared?: Shape;
  /** Elements. */
  readonly data: Float32Array | BigInt64Array;
}

/** What ONNX Runtime computed. */
export interface Result {
  /** Sizes. */
  readonly shape: readonly number[];
  /** Elements as numbers. */
  readonly values: number[];
}

/** Runs an .onnx file on named operands. */
export async function runModel(
  runtime: Runtime,
  model: Uint8Array,
  operands: Readonly<Record<string, Operand>>,
): Promise<Record<string, Result>> {
  const session = await runtime.createSession(model);
  const feeds = Object.entries(operands).map(([name, { shape, data }]) => {
    const tensor =
      data instanceof Float32Array
        ? new runtime.Tensor('float32', data, shape)
        : new runtime.Tensor('int64', data, shape);
    return [name, tensor] as const;
  });
  const outputs = await session.run(Object.fromEntries(feeds));
  await session.release();
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { dims, data }]) => [
      name,
      { shape: dims, values: Array.from(data, Number) },
    ]),
  );
}

/**
 * Builds a graph of some operands, runs it, and expects the inferred shape to be the one that came
 * out, formulas evaluated.
 */
export async function runOperator(
  runtime: Runtime,
  operands: readonly Operand[],
  build: (g: GraphBuilder, ...values: Value[]) => Value,
): Promise<Result> {
  const g = new GraphBuilder();
  const values = operands.map(({ shape, declared = shape, data }, i) =>
    g.input(`x${i}`, declared, data instanceof Float32Array ? 'float32' : 'int64'),
  );
  const result = build(g, ...values);
  g.output('y', result);
  const feeds = Object.fromEntries(operands.map((value, i) => [`x${i}`, value]));
  const { y } = await runModel(runtime, serializeModel(g), feeds);
  expect(result.shape.map((dim) => evaluate(dim, operands))).toEqual(y.shape);
  return y;
}

/** A float32 operand; its values are the numbers 1, 2, 3, … times `scale` unless given. */
export function operand(
  shape: readonly number[],
  data: ArrayLike<number> | number = 1,
  declared: Shape = shape,
): Operand {
  const count = shape.reduce((p, dim) => p * dim, 1);
  const values =
    typeof data === 'number'
      ? Float32Array.from({ length: count }, (_, i) => (i + 1) * data)
      : Float32Array.from(data);
  return { shape, declared, data: values };
}

/** The size that a formula stands for once the operands' sizes are known. */
function evaluate(dim: Dim, operands: readonly Operand[]): number {
  if (typeof dim === 'number') return dim;
  const sizes = operands.flatMap(({ shape, declared = shape }) =>
    declared.map((name, i) => [name, shape[i]]),
  );
  return Number(runInNewContext(dim, { ceil: Math.ceil, ...Object.fromEntries(sizes) }));
}
