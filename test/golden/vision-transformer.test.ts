import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { serializeModel } from '../../src/graph/serialize.ts';
import { interpolatePositions } from '../../src/nn/position-embedding.ts';
import {
  buildVisionTransformer,
  VISION_TRANSFORMERS,
  vitNames,
} from '../../src/nn/vision-transformer.ts';
import { type StateDict, Weights } from '../../src/weights/state-dict.ts';
import { floatArray, readFixture } from '../helpers/fixture.ts';
import { operand, runModel } from '../helpers/run-graph.ts';
import { describeOnRuntimes } from '../helpers/runtimes.ts';
import { seededArray } from '../helpers/seeded-array.ts';
import { vitArrays, vitState } from '../helpers/vit-state.ts';

const networkSchema = z.object({
  madeBy: z.object({ seed: z.int() }),
  arrays: vitArrays,
  cases: z.array(z.object({ shape: z.array(z.int()), maps: z.record(z.string(), floatArray) })),
});

const gridsSchema = z.object({
  madeBy: z.object({ seed: z.int() }),
  grids: z.array(
    z.object({
      from: z.int(),
      to: z.int(),
      offset: z.number(),
      antialias: z.boolean(),
      grid: floatArray,
    }),
  ),
});

describeOnRuntimes('buildVisionTransformer()', (runtime) => {
  it.each(vitNames)('equals PyTorch to 1e-5: %s', async (name) => {
    const { madeBy, arrays, cases } = readFixture(`nn/${name}`, networkSchema);
    const state = vitState(madeBy.seed, arrays);
    for (const { shape, maps } of cases) {
      const outputs = await run(state, name, { seed: madeBy.seed, shape });
      expect(Object.keys(outputs)).toEqual(Object.keys(maps));
      for (const [level, expected] of Object.entries(maps)) {
        expect(outputs[level].shape).toEqual(expected.shape);
        const errors = outputs[level].values.map((y, i) => Math.abs(y - expected.data[i]));
        expect(Math.max(...errors), `${level} of ${shape.join('x')}`).toBeLessThan(1e-5);
      }
    }
  });

  async function run(
    state: StateDict,
    name: (typeof vitNames)[number],
    { seed, shape }: { seed: number; shape: readonly number[] },
  ) {
    const [, , size] = shape;
    const weights = new Weights(state, name);
    const graph = buildVisionTransformer(weights, VISION_TRANSFORMERS[name], size);
    const side = size / (name.startsWith('dinov2') ? 14 : 16);
    const picture = seededArray(seed, `picture/${side}`, shape, [-2, 2]);
    return runModel(runtime, serializeModel(graph), { input: operand(shape, picture) });
  }
});

describe('interpolatePositions()', () => {
  const { madeBy, grids } = readFixture('nn/position-grids', gridsSchema);
  it.each(grids)('equals PyTorch to 1e-6: $from to $to, $offset, $antialias', (expected) => {
    const { from, to, offset, antialias, grid } = expected;
    const values = seededArray(madeBy.seed, `grid/${from}`, [1, from * from + 1, 1]);
    const how = { offset, antialias };
    const result = interpolatePositions(values.subarray(1), { from, to, width: 1 }, how);
    const errors = Array.from(result, (y, i) => Math.abs(y - grid.data[i]));
    expect(errors).toHaveLength(to * to);
    expect(Math.max(...errors)).toBeLessThan(1e-6);
  });
});
