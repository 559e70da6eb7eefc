import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { operand, runModel } from '../../test/helpers/run-graph.ts';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { seededState } from '../../test/helpers/seeded-array.ts';
import { GraphBuilder } from '../graph/builder.ts';
import { backboneStages } from '../nn/backbone.ts';
import { trainableLayers } from '../nn/trainable-layers.ts';
import { readStateDict } from '../weights/read-state-dict.ts';
import { readModelInfo } from './model-info.ts';
import { importStateDict } from './state-dict-import.ts';

const description = { name: 'test', licence: 'CC0-1.0', provenance: 'a test' };

describeOnRuntimes('importStateDict()', (runtime) => {
  const state = readStateDict(
    readFileSync(new URL('../../test/fixtures/nn/resnet18-width8.npz', import.meta.url)),
    'fixture',
  );

  it('makes a model file, and tells what it had no use for', () => {
    const more = new Map([...state, ['fc.weight', { shape: [1], data: Float32Array.of(1) }]]);
    const { model, unused } = importStateDict('resnet18', more, description);
    const { levels, defaultLevels, input } = readModelInfo(model);
    expect(levels).toEqual([
      { name: 'layer1', channels: 8 },
      { name: 'layer2', channels: 16 },
      { name: 'layer3', channels: 32 },
    ]);
    expect(defaultLevels).toEqual(['layer2', 'layer3']);
    expect(input).toBe('input');
    expect(unused).toEqual(['fc.weight']);
  });

  it('stores half precision when asked', async () => {
    const [whole, half] = (['float32', 'float16'] as const).map(
      (storage) => importStateDict('resnet18', state, { ...description, storage }).model,
    );
    expect(half.length).toBeLessThan(0.6 * whole.length);
    const input = operand([1, 3, 32, 32], 1e-3);
    const [a, b] = await Promise.all([
      runModel(runtime, whole, { input }),
      runModel(runtime, half, { input }),
    ]);
    const error = a['layer3'].values.map((y, i) => Math.abs(y - b['layer3'].values[i]));
    expect(Math.max(...error)).toBeLessThan(5e-3);
  });

  it('knows what a network was trained with, unless it is told', () => {
    const layers = trainableLayers(new GraphBuilder());
    const input = layers.g.input('input', [1, 3, 64, 64]);
    backboneStages(layers, input, { network: 'efficientnet-lite2' });
    const arrays = [...layers.parameters.values(), ...layers.statistics.values()];
    const weights = seededState(1, arrays);
    const half = { mean: [0.5, 0.5, 0.5], std: [1, 1, 1] } as const;
    const [own, other] = [description, { ...description, preprocessing: half }].map(
      (options) =>
        readModelInfo(importStateDict('efficientnet-lite2', weights, options).model).preprocessing,
    );
    expect(own.mean[1]).toBeCloseTo(127 / 255, 12);
    expect(own.std[1]).toBeCloseTo(128 / 255, 12);
    expect(own.size).toBe(288);
    expect(other).toEqual({ ...half, size: 288, colourOrder: 'rgb' });
  });

  it('names a key that is missing', () => {
    const less = new Map([...state].filter(([key]) => key !== 'conv1.weight'));
    expect(() => importStateDict('resnet18', less, description, 'half.npz')).toThrow(
      'Cannot use the model half.npz: it has no "conv1.weight"',
    );
  });
});
