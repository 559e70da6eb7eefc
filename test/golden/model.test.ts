import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { importOnnx } from '../../src/features/model-import.ts';
import { readModelInfo } from '../../src/features/model-info.ts';
import { importStateDict } from '../../src/features/state-dict-import.ts';
import { readOnnx } from '../../src/graph/read.ts';
import { weightsPath } from '../../studies/data-folders.ts';
import { IMAGENET_WEIGHTS } from '../../studies/imagenet-start.ts';
import { readStateDict } from '../../src/weights/read-state-dict.ts';
import { seededRandom } from '../../src/random.ts';
import { operand, runModel } from '../helpers/run-graph.ts';
import { describeOnRuntimes } from '../helpers/runtimes.ts';
import { needsOf } from '../helpers/shared-data.ts';

const description = { name: 'test', licence: 'see docs/data.md', provenance: 'docs/data.md' };

const MODELS = {
  'resnet18_tv_in1k_v1_layers1-3': { layer1: 64, layer2: 128, layer3: 256 },
  'resnet50_v2_gluon_in1k_stages1-3': {
    stage1: 256,
    stage2: 512,
    stage3: 1024,
    stage3_bnrelu: 1024,
  },
  mobilenet_v2_tv_in1k_v1_features: {
    features_3: 24,
    features_6: 32,
    features_13: 96,
    features_18: 1280,
  },
  squeezenet1_1_in1k_features: {
    features_4: 128,
    features_7: 256,
    features_10: 384,
    features_12: 512,
  },
};

const random = seededRandom(5);
const input = operand(
  [1, 3, 64, 48],
  Float32Array.from({ length: 3 * 64 * 48 }, () => random.normal()),
);

for (const [name, channels] of Object.entries(MODELS)) {
  describeOnRuntimes(`importOnnx() of ${name}`, (runtime) => {
    const path = weightsPath(`${name}.onnx`);
    const needs = needsOf(path);

    it.skipIf(needs.areMissing)(`finds its levels${needs.note}`, () => {
      const { levels } = readModelInfo(importOnnx(readFileSync(path), description));
      expect(Object.fromEntries(levels.map((l) => [l.name, l.channels]))).toEqual(channels);
    });

    it.skipIf(needs.areMissing)(
      `keeps what one level needs, bit for bit${needs.note}`,
      async () => {
        const bytes = readFileSync(path);
        const [level] = Object.keys(channels);
        const model = importOnnx(bytes, { ...description, levels: [{ name: level }] });
        expect(model.length).toBeLessThan(bytes.length / 2);
        const [whole, part] = await Promise.all([
          runModel(runtime, bytes, { input }),
          runModel(runtime, model, { input }),
        ]);
        expect(part).toEqual({ [level]: whole[level] });
      },
    );

    it.skipIf(needs.areMissing)(
      `takes its first convolution for a level${needs.note}`,
      async () => {
        const bytes = readFileSync(path);
        const { computed } = readOnnx(bytes, name);
        const inner = computed.find((info) => info.name.endsWith('Conv_output_0')) ?? computed[0];
        const model = importOnnx(bytes, {
          ...description,
          levels: [{ name: inner.name, channels: 64 }],
        });
        const outputs = await runModel(runtime, model, { input });
        expect(Object.keys(outputs)).toEqual([inner.name]);
        expect(outputs[inner.name].shape).toHaveLength(4);
      },
    );
  });
}

describeOnRuntimes('importStateDict() of the published ResNet-18', (runtime) => {
  const needs = needsOf(IMAGENET_WEIGHTS);

  it.skipIf(needs.areMissing)(`needs every key, in either storage${needs.note}`, async () => {
    const state = readStateDict(readFileSync(IMAGENET_WEIGHTS), 'resnet18.npz');
    const whole = importStateDict('resnet18', state, description);
    const half = importStateDict('resnet18', state, { ...description, storage: 'float16' });
    expect(whole.unused).toEqual([]);
    expect(half.model.length).toBeLessThan(0.51 * whole.model.length);
    const [a, b] = await Promise.all(
      [whole, half].map(({ model }) => runModel(runtime, model, { input })),
    );
    const error = a['layer3'].values.map((y, i) => Math.abs(y - b['layer3'].values[i]));
    expect(Math.max(...error)).toBeLessThan(0.02); // features are about 1
  });
});
