import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { INPUT } from '../../src/hyperparameters.ts';
import { serializeModel } from '../../src/graph/serialize.ts';
import { buildInference } from '../../src/nn/inference-graph.ts';
import { dataPath } from '../../studies/data-folders.ts';
import { IMAGENET_MODEL, IMAGENET_WEIGHTS } from '../../studies/imagenet-start.ts';
import { readStateDict } from '../../src/weights/read-state-dict.ts';
import { Weights } from '../../src/weights/state-dict.ts';
import { floatArray, readFixture } from '../helpers/fixture.ts';
import { operand, type Operand, type Result, runModel } from '../helpers/run-graph.ts';
import { describeOnRuntimes } from '../helpers/runtimes.ts';
import { needsOf } from '../helpers/shared-data.ts';

const RESNET = { network: 'resnet18' } as const;

const fixtureSchema = z.object({
  input: floatArray,
  outputs: z.record(z.string(), floatArray),
});

describeOnRuntimes('buildInference() of a ResNet-18', (runtime) => {
  const fixture = readFixture('nn/resnet18-width8', fixtureSchema);
  const input = operand(fixture.input.shape, fixture.input.data);
  const bytes = readFileSync(new URL('../fixtures/nn/resnet18-width8.npz', import.meta.url));
  const state = readStateDict(bytes, 'resnet18-width8.npz');

  it('equals PyTorch to 1e-5', async () => {
    const graph = buildInference(new Weights(state, 'fixture'), { backbone: RESNET });
    const outputs = await runModel(runtime, serializeModel(graph), { input });
    expect(Object.keys(outputs)).toEqual(['layer1', 'layer2', 'layer3']);
    for (const [name, expected] of Object.entries(fixture.outputs)) {
      expect(outputs[name].shape).toEqual(expected.shape);
      expect(largestError(outputs[name], expected.data)).toBeLessThan(1e-5);
    }
  });
});

describeOnRuntimes('the published ResNet-18', (runtime) => {
  const picture = dataPath('mvtec/bottle/train/good/000.jpg');
  const needs = needsOf(IMAGENET_WEIGHTS, IMAGENET_MODEL, picture);

  it.skipIf(needs.areMissing)(
    `equals its export by PyTorch to 1e-4 on a picture${needs.note}`,
    async () => {
      const state = readStateDict(readFileSync(IMAGENET_WEIGHTS), 'resnet18.npz');
      const graph = buildInference(new Weights(state, 'resnet18.npz'), { backbone: RESNET });
      const input = await normalizedPicture(picture);
      const outputs = await runModel(runtime, serializeModel(graph), { input });
      const expected = await runModel(runtime, readFileSync(IMAGENET_MODEL), { input });
      expect(Object.keys(outputs)).toEqual(['layer1', 'layer2', 'layer3']);
      for (const [name, { shape, values }] of Object.entries(expected)) {
        expect(outputs[name].shape).toEqual(shape);
        expect(largestError(outputs[name], values)).toBeLessThan(1e-4);
      }
    },
  );
});

function largestError({ values }: Result, expected: ArrayLike<number>): number {
  return values.reduce((worst, y, i) => Math.max(worst, Math.abs(y - expected[i])), 0);
}

/** A picture as the network wants it, shape [1, 3, 224, 224]. */
async function normalizedPicture(path: string): Promise<Operand> {
  const { size, mean, std } = INPUT;
  const pixels = await sharp(path).removeAlpha().resize(size, size).raw().toBuffer();
  const area = size * size;
  const planes = Float32Array.from({ length: 3 * area }, (_, i) => {
    const channel = Math.floor(i / area);
    return (pixels[(i % area) * 3 + channel] / 255 - mean[channel]) / std[channel];
  });
  return operand([1, 3, size, size], planes);
}
