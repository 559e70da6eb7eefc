import { expect, it } from 'vitest';
import { z } from 'zod';
import { readModelInfo } from '../../src/features/model-info.ts';
import { importStateDict } from '../../src/features/state-dict-import.ts';
import { floatArray, readFixture } from '../helpers/fixture.ts';
import { operand, runModel } from '../helpers/run-graph.ts';
import { describeOnRuntimes } from '../helpers/runtimes.ts';
import { seededArray, seededState } from '../helpers/seeded-array.ts';

const schema = z.object({
  madeBy: z.object({ seed: z.int() }),
  arrays: z.array(z.object({ key: z.string(), shape: z.array(z.int()) })),
  shape: z.array(z.int()),
  maps: z.record(z.string(), floatArray),
});

describeOnRuntimes('WideResNet-50', (runtime) => {
  it("has torchvision's maps to 1e-5 of their largest", async () => {
    const { madeBy, arrays, shape, maps } = readFixture('nn/wide-resnet50', schema);
    const state = seededState(madeBy.seed, arrays);
    const options = { name: 'test', licence: 'CC0-1.0', provenance: 'a test' };
    const { model, unused } = importStateDict('wide-resnet50', state, options);
    expect(unused.every((key) => /^(layer4|fc)\./.test(key))).toBe(true);
    expect(readModelInfo(model).defaultLevels).toEqual(['layer2', 'layer3']);
    const picture = seededArray(madeBy.seed, 'picture', shape, [-2, 2]);
    const outputs = await runModel(runtime, model, { input: operand(shape, picture) });
    expect(Object.keys(outputs)).toEqual(Object.keys(maps));
    for (const [name, expected] of Object.entries(maps)) {
      expect(outputs[name].shape).toEqual(expected.shape);
      const largest = Math.max(...Array.from(expected.data, Math.abs));
      const errors = outputs[name].values.map((y, i) => Math.abs(y - expected.data[i]));
      expect(Math.max(...errors)).toBeLessThan(1e-5 * largest);
    }
  });
});
