import { expect, it } from 'vitest';
import { randomMap, runLayers } from '../../test/helpers/run-layers.ts';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { bottleneckStage, WIDE_RESNET50 } from './wide-resnet.ts';

describeOnRuntimes('bottleneckStage()', (runtime) => {
  const stage = { inner: 4, width: 6, depth: 2 };
  const run = (index: number, channels: number) =>
    runLayers(runtime, randomMap([1, channels, 5, 4]), (layers, v) => ({
      y: bottleneckStage(layers, v, stage, index),
    }));

  it('halves the grid where it is not the first, in the 3×3 convolution', async () => {
    expect((await run(0, 3)).outputs['y'].shape).toEqual([1, 6, 5, 4]);
    const { outputs, shapes } = await run(1, 3);
    expect(outputs['y'].shape).toEqual([1, 6, 3, 2]);
    const weights = Object.entries(shapes).filter(([, shape]) => shape.length === 4);
    expect(Object.fromEntries(weights)).toEqual({
      'layer2.0.conv1.weight': [4, 3, 1, 1],
      'layer2.0.conv2.weight': [4, 4, 3, 3],
      'layer2.0.conv3.weight': [6, 4, 1, 1],
      'layer2.0.downsample.0.weight': [6, 3, 1, 1],
      'layer2.1.conv1.weight': [4, 6, 1, 1],
      'layer2.1.conv2.weight': [4, 4, 3, 3],
      'layer2.1.conv3.weight': [6, 4, 1, 1],
    });
  });

  it('has no shortcut convolution where the shape stays', async () => {
    const { shapes } = await run(0, 6);
    expect(Object.keys(shapes).join()).not.toContain('downsample');
  });
});

it('is twice as wide inside as ResNet-50, whose blocks are a quarter of their output', () => {
  for (const { inner, width } of WIDE_RESNET50) expect(inner).toBe((2 * width) / 4);
});
