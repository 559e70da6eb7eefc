import { expect, it } from 'vitest';
import {
  type Plain,
  plainAdd,
  plainConv,
  plainMaxPool,
  plainNorm,
  plainRelu,
} from '../../test/helpers/plain-network.ts';
import {
  expectClose,
  type LayersRun,
  randomMap,
  runLayers,
} from '../../test/helpers/run-layers.ts';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { RESNET_STAGES, resNetStage, resNetStem } from './resnet.ts';

const [LAYER1, LAYER2, LAYER3] = RESNET_STAGES;

/** A convolution and its normalization, by the arrays of a run. */
function convNorm({ array }: LayersRun, x: Plain, [conv, norm, stride]: [string, string, number]) {
  const weights = array(`${conv}.weight`);
  const padding = (weights.shape[2] - 1) / 2;
  const statistics = ['weight', 'bias', 'running_mean', 'running_var'];
  return plainNorm(
    plainConv(x, weights, { stride, padding }),
    statistics.map((name) => array(`${norm}.${name}`)),
  );
}

/** A block as the paper draws it (arXiv:1512.03385, figure 2). */
function plainBlock(run: LayersRun, x: Plain, [name, stride]: [string, number]): Plain {
  const hidden = plainRelu(convNorm(run, x, [`${name}.conv1`, `${name}.bn1`, stride]));
  const main = convNorm(run, hidden, [`${name}.conv2`, `${name}.bn2`, 1]);
  const down: [string, string, number] = [`${name}.downsample.0`, `${name}.downsample.1`, stride];
  const hasShortcut = `${name}.downsample.0.weight` in run.shapes;
  return plainRelu(plainAdd(main, hasShortcut ? convNorm(run, x, down) : x));
}

describeOnRuntimes('resNetStem()', (runtime) => {
  it('is a 7×7 convolution, a normalization, a rectifier and a pooling', async () => {
    const x = randomMap([2, 3, 13, 10]);
    const run = await runLayers(runtime, x, (layers, v) => ({ y: resNetStem(layers, v, 4) }));
    const y = plainMaxPool(plainRelu(convNorm(run, run.input, ['conv1', 'bn1', 2])));
    expectClose(run.outputs['y'], y);
    expect(y.shape).toEqual([2, 4, 4, 3]);
  });
});

describeOnRuntimes('resNetStage()', (runtime) => {
  it.each([
    [LAYER1, 2, 2, [2, 2, 5, 4]],
    [LAYER2, 2, 2, [2, 4, 3, 2]],
    [LAYER3, 4, 2, [2, 8, 3, 2]],
    [LAYER1, 3, 2, [2, 2, 5, 4]],
  ])('$name of %i channels at width %i', async (stage, channels, width, shape) => {
    const x = randomMap([2, channels, 5, 4]);
    const run = await runLayers(runtime, x, (layers, v) => ({
      y: resNetStage(layers, v, stage, width),
    }));
    const first = plainBlock(run, run.input, [`${stage.name}.0`, stage.stride]);
    expectClose(run.outputs['y'], plainBlock(run, first, [`${stage.name}.1`, 1]));
    expect(run.outputs['y'].shape).toEqual(shape);
  });

  it("has torchvision's keys and shapes", async () => {
    const x = randomMap([1, 2, 4, 4]);
    const { shapes } = await runLayers(runtime, x, (layers, v) => ({
      y: resNetStage(layers, v, LAYER2, 2),
    }));
    const weights = Object.entries(shapes).filter(([, shape]) => shape.length === 4);
    expect(Object.fromEntries(weights)).toEqual({
      'layer2.0.conv1.weight': [4, 2, 3, 3],
      'layer2.0.conv2.weight': [4, 4, 3, 3],
      'layer2.0.downsample.0.weight': [4, 2, 1, 1],
      'layer2.1.conv1.weight': [4, 4, 3, 3],
      'layer2.1.conv2.weight': [4, 4, 3, 3],
    });
    const norms = Object.keys(shapes).filter((key) => key.endsWith('.running_var'));
    expect(norms.toSorted()).toEqual(
      ['0.bn1', '0.bn2', '0.downsample.1', '1.bn1', '1.bn2'].map(
        (name) => `layer2.${name}.running_var`,
      ),
    );
  });

  it('has no shortcut convolution where the shape stays', async () => {
    const { shapes } = await runLayers(runtime, randomMap([1, 2, 4, 4]), (layers, v) => ({
      y: resNetStage(layers, v, LAYER1, 2),
    }));
    expect(Object.keys(shapes).join()).not.toContain('downsample');
  });
});
