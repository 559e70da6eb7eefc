import { describe, expect, it } from 'vitest';
import { GraphBuilder } from '../graph/builder.ts';
import { EFFICIENTNET_LITE2, efficientNetMaps, type EfficientNetStage } from './efficientnet.ts';
import { trainableLayers } from './trainable-layers.ts';

const NARROW: readonly EfficientNetStage[] = [
  { width: 8, depth: 1, kernel: 3, stride: 1, widen: 1 },
  { width: 4, depth: 2, kernel: 5, stride: 2, widen: 3 },
  { width: 4, depth: 1, kernel: 3, stride: 1, widen: 2 },
];

function build(stages: readonly EfficientNetStage[], sides: readonly (number | string)[]) {
  const layers = trainableLayers(new GraphBuilder(), { isFrozen: () => true });
  const maps = efficientNetMaps(layers, layers.g.input('input', ['n', 3, ...sides]), stages);
  const shapes = [...layers.parameters].map(([key, { shape }]) => [key, shape]);
  return { maps, g: layers.g, shapes: Object.fromEntries(shapes) };
}

describe('efficientNetMaps()', () => {
  it('names the last map of each stride after its block', () => {
    const { maps } = build(EFFICIENTNET_LITE2, ['h', 'w']);
    expect(maps.map(({ name, map }) => [name, map.shape])).toEqual([
      ['b3', ['n', 24, 'ceil(h/4)', 'ceil(w/4)']],
      ['b6', ['n', 48, 'ceil(h/8)', 'ceil(w/8)']],
      ['b14', ['n', 120, 'ceil(h/16)', 'ceil(w/16)']],
    ]);
  });

  it('joins stages of one stride into one map', () => {
    const { maps } = build(NARROW, [9, 12]);
    expect(maps.map(({ name, map }) => [name, map.shape])).toEqual([['b3', ['n', 4, 3, 3]]]);
  });

  it('goes around a block that keeps width and grid, and around no other', () => {
    const { g } = build(NARROW, [16, 16]);
    const sums = g.nodes.filter((node) => node.operator === 'Add');
    const before = sums.map(({ inputs }) => g.nodes.find((n) => n.outputs[0] === inputs[0])?.name);
    expect(before).toEqual(
      ['_blocks/2/_bn2', '_blocks/3/_bn2'].map((key) => `/${key}/BatchNormalization`),
    );
  });

  it("has the PyTorch port's keys and shapes", () => {
    const { shapes } = build(NARROW.slice(0, 2), [16, 16]);
    const convolutions = Object.entries(shapes).filter(([key]) => key.includes('conv'));
    expect(Object.fromEntries(convolutions)).toEqual({
      '_conv_stem.weight': [32, 3, 3, 3],
      '_blocks.0._depthwise_conv.weight': [32, 1, 3, 3],
      '_blocks.0._project_conv.weight': [8, 32, 1, 1],
      '_blocks.1._expand_conv.weight': [24, 8, 1, 1],
      '_blocks.1._depthwise_conv.weight': [24, 1, 5, 5],
      '_blocks.1._project_conv.weight': [4, 24, 1, 1],
      '_blocks.2._expand_conv.weight': [12, 4, 1, 1],
      '_blocks.2._depthwise_conv.weight': [12, 1, 5, 5],
      '_blocks.2._project_conv.weight': [4, 12, 1, 1],
    });
    expect(shapes['_bn0.weight']).toEqual([32]);
    expect(shapes['_blocks.1._bn0.bias']).toEqual([24]);
  });
});
