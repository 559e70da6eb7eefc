import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../graph/builder.ts';
import { type BackboneConfig, backboneStages, transformerKey } from './backbone.ts';
import { trainableLayers } from './trainable-layers.ts';

function build(config: BackboneConfig, size = 64) {
  const layers = trainableLayers(new GraphBuilder());
  const stages = backboneStages(layers, layers.g.input('input', [2, 3, size, size]), config);
  return { stages, keys: [...layers.parameters.keys()], layers };
}

describe('backboneStages()', () => {
  it.each<[string, BackboneConfig, Record<string, number[]>]>([
    [
      'a narrow ResNet-18',
      { network: 'resnet18', width: 8 },
      { layer1: [2, 8, 16, 16], layer2: [2, 16, 8, 8], layer3: [2, 32, 4, 4] },
    ],
    [
      'the published ResNet-18',
      { network: 'resnet18' },
      { layer1: [2, 64, 16, 16], layer2: [2, 128, 8, 8], layer3: [2, 256, 4, 4] },
    ],
    [
      'a narrow ConvNeXt',
      {
        network: 'convnext-tiny',
        stages: [
          { width: 4, depth: 1 },
          { width: 6, depth: 2 },
        ],
      },
      { stage1: [2, 4, 16, 16], stage2: [2, 6, 8, 8] },
    ],
    [
      'the published ConvNeXt',
      { network: 'convnext-tiny' },
      { stage1: [2, 96, 16, 16], stage2: [2, 192, 8, 8], stage3: [2, 384, 4, 4] },
    ],
    [
      'the published EfficientNet-Lite2',
      { network: 'efficientnet-lite2' },
      { b3: [2, 24, 16, 16], b6: [2, 48, 8, 8], b14: [2, 120, 4, 4] },
    ],
  ])('names the stages of %s, the finest first', (_, config, expected) => {
    const { stages, keys } = build(config);
    expect(stages.map(({ name, map }) => [name, map.shape])).toEqual(Object.entries(expected));
    expect(stages.every(({ theta }) => theta === undefined)).toBe(true);
    expect(keys.some((key) => key.startsWith('stn'))).toBe(false);
  });

  it('counts the blocks of a ConvNeXt', () => {
    const stages = [
      { width: 4, depth: 1 },
      { width: 6, depth: 2 },
    ];
    const { keys } = build({ network: 'convnext-tiny', stages });
    const blocks = keys.filter((key) => key.endsWith('.layer_scale'));
    expect(blocks).toEqual(['1.0', '3.0', '3.1'].map((block) => `features.${block}.layer_scale`));
  });
});

describe('backboneStages() with transformers', () => {
  it('puts one behind each stage, before the next one', () => {
    const { stages, layers } = build({ network: 'resnet18', width: 8, transformer: 'rotation' });
    expect(stages.map(({ theta }) => theta?.shape)).toEqual([
      [2, 2, 3],
      [2, 2, 3],
      [2, 2, 3],
    ]);
    const used = layers.g.nodes.filter((node) => node.inputs[0] === stages[0].map);
    expect(used.map((node) => node.name)).toContain('/layer2/0/conv1/Conv');
    expect(stages[0].map.name).toMatch(/^\/stn1\//);
  });

  it('takes the sides that transformers were trained with', () => {
    const sides = [7, 5, 3];
    const { layers } = build({ network: 'resnet18', width: 8, transformer: 'rotation', sides });
    const inputs = sides.map((_, i) => layers.parameters.get(`${transformerKey(i)}.fc.0.weight`));
    expect(inputs.map((parameter) => parameter?.shape[1])).toEqual(sides.map((n) => 16 * n * n));
  });
});

describe('transformerKey()', () => {
  it('counts from 1', () => expect([0, 2].map(transformerKey)).toEqual(['stn1', 'stn3']));
});
