/** Runs parts of networks on random weights, to hold them against plain ones. */
import { expect } from 'vitest';
import { GraphBuilder } from '../../src/graph/builder.ts';
import { serializeModel } from '../../src/graph/serialize.ts';
import type { Value } from '../../src/graph/value.ts';
import type { Layers } from '../../src/nn/layers.ts';
import { trainableLayers } from '../../src/nn/trainable-layers.ts';
import type { Runtime } from '../../src/runtime.ts';
import type { StateDict } from '../../src/weights/state-dict.ts';
import type { Plain } from './plain-network.ts';
import { operand, type Operand, type Result, runModel } from './run-graph.ts';
import { seededArray, seededState } from './seeded-array.ts';

/** What a part of a network computed, and from what. */
export interface LayersRun {
  /** Outputs by name. */
  readonly outputs: Readonly<Record<string, Result>>;
  /** What it was given. */
  readonly input: Plain;
  /** Shapes of the arrays that it took, by key. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  /** An array that it took. */
  readonly array: (key: string) => Plain;
}

/** A random picture or map. */
export function randomMap(shape: readonly number[], name = 'x'): Operand {
  return operand(shape, seededArray(1, name, shape, [-2, 2]));
}

/**
 * Builds a part of a network with fixed statistics and runs it on random weights.
 *
 * @param build - Makes the outputs of the input.
 * @param state - Arrays that are not random.
 */
export async function runLayers(
  runtime: Runtime,
  input: Operand,
  build: (layers: Layers, x: Value) => Readonly<Record<string, Value>>,
  state: StateDict = new Map(),
): Promise<LayersRun> {
  const g = new GraphBuilder();
  const layers = trainableLayers(g, { isFrozen: () => true });
  const outputs = build(layers, g.input('input', input.shape));
  for (const [name, value] of Object.entries(outputs)) g.output(name, value);
  const arrays = [...layers.parameters.values(), ...layers.statistics.values()];
  const all = new Map([...seededState(2, arrays), ...state]);
  const feeds = arrays.map(({ key, shape }) => [key, operand(shape, all.get(key)?.data)] as const);
  return {
    input: { shape: input.shape, data: Array.from(input.data, Number) },
    outputs: await runModel(runtime, serializeModel(g), { input, ...Object.fromEntries(feeds) }),
    shapes: Object.fromEntries(arrays.map(({ key, shape }) => [key, shape])),
    array: (key) => {
      const existing = all.get(key);
      if (existing === undefined) throw new Error(`no ${key}`);
      return existing;
    },
  };
}

/** Expects an array to be a plain one but for rounding: to `tolerance` of its largest element. */
export function expectClose(actual: Result, { shape, data }: Plain, tolerance = 1e-5): void {
  expect(actual.shape).toEqual(shape);
  const scale = Math.max(...Array.from(data, Math.abs));
  const errors = actual.values.map((value, i) => Math.abs(value - data[i]));
  expect(Math.max(...errors)).toBeLessThan(tolerance * scale);
}
