import { describe, expect, it } from 'vitest';
import {
  type Plain,
  plainAdd,
  plainBias,
  plainChannelNorm,
  plainConv,
  plainGelu,
  plainLinear,
  plainScale,
  type PlainWindow,
} from '../../test/helpers/plain-network.ts';
import {
  expectClose,
  type LayersRun,
  randomMap,
  runLayers,
} from '../../test/helpers/run-layers.ts';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { GraphBuilder } from '../graph/builder.ts';
import { seededRandom } from '../random.ts';
import { CONVNEXT_TINY, convNeXtStage, convNeXtStem } from './convnext.ts';
import { trainableLayers } from './trainable-layers.ts';

function biasedConv({ array }: LayersRun, key: string) {
  return (x: Plain, window: PlainWindow): Plain =>
    plainBias(plainConv(x, array(`${key}.weight`), window), array(`${key}.bias`));
}

function norm({ array }: LayersRun, x: Plain, key: string): Plain {
  return plainChannelNorm(x, array(`${key}.weight`), array(`${key}.bias`));
}

function linear({ array }: LayersRun, x: Plain, key: string): Plain {
  return plainLinear(x, array(`${key}.weight`), array(`${key}.bias`));
}

/** A block as the paper draws it (arXiv:2201.03545, figure 4), with its layer scale. */
function plainBlock(run: LayersRun, x: Plain, key: string): Plain {
  const window = { padding: 3, groups: x.shape[1] };
  const spatial = norm(run, biasedConv(run, `${key}.block.0`)(x, window), `${key}.block.2`);
  const hidden = plainGelu(linear(run, spatial, `${key}.block.3`));
  const y = linear(run, hidden, `${key}.block.5`);
  return plainAdd(plainScale(y, run.array(`${key}.layer_scale`)), x);
}

describeOnRuntimes('convNeXtStem()', (runtime) => {
  it('is a convolution over patches of 4×4 and a normalization over channels', async () => {
    const x = randomMap([2, 3, 9, 8]);
    const run = await runLayers(runtime, x, (layers, v) => ({ y: convNeXtStem(layers, v, 5) }));
    const patches = biasedConv(run, 'features.0.0')(run.input, { stride: 4 });
    expectClose(run.outputs['y'], norm(run, patches, 'features.0.1'));
    expect(run.outputs['y'].shape).toEqual([2, 5, 2, 2]);
  });
});

describeOnRuntimes('convNeXtStage()', (runtime) => {
  it('is blocks alone where it is the first', async () => {
    const x = randomMap([1, 3, 5, 4]);
    const run = await runLayers(runtime, x, (layers, v) => ({
      y: convNeXtStage(layers, v, { width: 3, depth: 2 }, 0),
    }));
    const first = plainBlock(run, run.input, 'features.1.0');
    expectClose(run.outputs['y'], plainBlock(run, first, 'features.1.1'));
  });

  it('steps down to half the grid before its blocks where it is another', async () => {
    const x = randomMap([1, 3, 5, 4]);
    const run = await runLayers(runtime, x, (layers, v) => ({
      y: convNeXtStage(layers, v, { width: 4, depth: 1 }, 1),
    }));
    const down = norm(run, run.input, 'features.2.0');
    const smaller = biasedConv(run, 'features.2.1')(down, { stride: 2 });
    expectClose(run.outputs['y'], plainBlock(run, smaller, 'features.3.0'));
    expect(run.outputs['y'].shape).toEqual([1, 4, 2, 2]);
  });

  it("has torchvision's keys and shapes", async () => {
    const { shapes } = await runLayers(runtime, randomMap([1, 3, 4, 4]), (layers, v) => ({
      y: convNeXtStage(layers, v, { width: 4, depth: 1 }, 2),
    }));
    expect(shapes).toEqual({
      'features.4.0.weight': [3],
      'features.4.0.bias': [3],
      'features.4.1.weight': [4, 3, 2, 2],
      'features.4.1.bias': [4],
      'features.5.0.block.0.weight': [4, 1, 7, 7],
      'features.5.0.block.0.bias': [4],
      'features.5.0.block.2.weight': [4],
      'features.5.0.block.2.bias': [4],
      'features.5.0.block.3.weight': [16, 4],
      'features.5.0.block.3.bias': [16],
      'features.5.0.block.5.weight': [4, 16],
      'features.5.0.block.5.bias': [4],
      'features.5.0.layer_scale': [4, 1, 1],
    });
  });
});

describe('a ConvNeXt before any training', () => {
  it('starts as torchvision says', () => {
    const g = new GraphBuilder();
    const layers = trainableLayers(g);
    convNeXtStage(layers, g.input('x', [1, 3, 4, 4]), { width: 4, depth: 1 }, 1);
    const startOf = (key: string): number[] => {
      const random = seededRandom(1);
      const start = layers.parameters.get(key)?.start;
      return Array.from({ length: 50 }, (_, i) => start?.(random, i) ?? NaN);
    };
    for (const key of [
      'features.2.1.weight',
      'features.3.0.block.0.weight',
      'features.3.0.block.3.weight',
    ]) {
      const values = startOf(key);
      expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(0.04);
      expect(Math.max(...values.map(Math.abs))).toBeGreaterThan(0.02);
    }
    expect(new Set(startOf('features.3.0.layer_scale'))).toEqual(new Set([1e-6]));
    expect(new Set(startOf('features.2.0.weight'))).toEqual(new Set([1]));
    for (const key of ['features.2.0.bias', 'features.2.1.bias', 'features.3.0.block.5.bias']) {
      expect(new Set(startOf(key))).toEqual(new Set([0]));
    }
  });

  it('is the published one up to stride 16', () => {
    expect(CONVNEXT_TINY.map(({ width, depth }) => [width, depth])).toEqual([
      [96, 3],
      [192, 3],
      [384, 9],
    ]);
  });
});
