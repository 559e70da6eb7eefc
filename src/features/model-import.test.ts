import { describe, expect, it } from 'vitest';
import { operand, runModel } from '../../test/helpers/run-graph.ts';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { ArgumentRangeError, ModelError } from '../errors.ts';
import { GraphBuilder } from '../graph/builder.ts';
import { GRAPH, MODEL, TENSOR } from '../graph/onnx.ts';
import { relu } from '../graph/operators/elementwise.ts';
import { flatten } from '../graph/operators/layout.ts';
import { averagePool } from '../graph/operators/window.ts';
import { serializeModel } from '../graph/serialize.ts';
import type { Shape } from '../graph/value.ts';
import { MessageWriter } from '../graph/wire.ts';
import { importOnnx, type OnnxImport, parseLevel } from './model-import.ts';
import { readModelInfo } from './model-info.ts';

const description = { name: 'test', licence: 'CC0-1.0', provenance: 'a test' };

describe('parseLevel()', () => {
  it.each([
    ['layer2', { name: 'layer2' }],
    ['layer2:128', { name: 'layer2', channels: 128 }],
    ['block/Relu:0', { name: 'block/Relu:0' }],
    ['block/Relu:0:64', { name: 'block/Relu:0', channels: 64 }],
    ['a:b', { name: 'a:b' }],
  ])('%s', (text, expected) => {
    expect(parseLevel(text)).toEqual(expected);
  });

  it('refuses nothing', () => {
    expect(() => parseLevel('')).toThrow(ArgumentRangeError);
  });
});

describeOnRuntimes('importOnnx()', (runtime) => {
  it('takes all feature maps among the outputs, with ImageNet preprocessing', () => {
    expect(readModelInfo(importOnnx(network(), description))).toEqual({
      ...description,
      input: 'image',
      levels: [
        { name: 'fine', channels: 3 },
        { name: 'coarse', channels: 3 },
      ],
      defaultLevels: ['fine', 'coarse'],
      preprocessing: {
        mean: [0.485, 0.456, 0.406],
        std: [0.229, 0.224, 0.225],
        size: 224,
        colourOrder: 'rgb',
      },
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  it('makes a value inside the graph a level, its channels as told', async () => {
    const bytes = importOnnx(network(), {
      ...description,
      levels: [{ name: '/Relu', channels: 3 }],
    });
    expect(readModelInfo(bytes).levels).toEqual([{ name: '/Relu', channels: 3 }]);
    const outputs = await runModel(runtime, bytes, { image: operand([1, 3, 2, 2]) });
    expect(Object.keys(outputs)).toEqual(['/Relu']);
  });

  it('brings mean and std of another range to [0, 1]', () => {
    const preprocessing = { mean: [51, 102, 0], std: [255, 25.5, 51], range: 255 } as const;
    const info = readModelInfo(importOnnx(network(), { ...description, preprocessing }));
    const { mean, std } = info.preprocessing;
    [0.2, 0.4, 0].forEach((m, i) => expect(mean[i]).toBeCloseTo(m, 12));
    [1, 0.1, 0.2].forEach((s, i) => expect(std[i]).toBeCloseTo(s, 12));
  });

  it('takes the size of a graph that has a fixed one', () => {
    const bytes = importOnnx(network([1, 3, 96, 96]), description);
    expect(readModelInfo(bytes).preprocessing.size).toBe(96);
  });

  it('keeps the defaults that it is given', () => {
    const defaults = { neighbourhood: 1, pose: 'free' };
    const bytes = importOnnx(network(), { ...description, defaults });
    expect(readModelInfo(bytes).defaults).toEqual(defaults);
  });

  it('gives the same bytes when a model file is imported again', () => {
    const bytes = importOnnx(network(), description);
    expect(importOnnx(bytes, description)).toEqual(bytes);
  });
});

describe('importOnnx() refuses', () => {
  it.each<[string, Partial<OnnxImport>, string, Shape?]>([
    ['an unknown level', { levels: [{ name: 'fin' }] }, 'its outputs fine, coarse, flat, or'],
    ['a level that is flat', { levels: [{ name: 'flat' }] }, 'is no feature map'],
    ['channels that are not told', { levels: [{ name: '/Relu' }] }, 'expected /Relu:CHANNELS'],
    ['channels that contradict', { levels: [{ name: 'fine', channels: 4 }] }, 'has 3 channels'],
    ['a default that is no level', { defaultLevels: ['flat'] }, '"flat" is none of its levels'],
    ['an input that is no picture', {}, 'expected one, float32 [B, 3, H, W]', ['n', 1, 'h', 'w']],
    ['a fixed size but the wanted', { preprocessing: { size: 64 } }, 'sides of 64', [1, 3, 32, 32]],
    ['a fixed size that is not square', {}, 'expected sides of 32', [1, 3, 32, 48]],
  ])('%s', (_, options, fault, shape) => {
    const bytes = network(shape);
    expect(() => importOnnx(bytes, { ...description, ...options }, 'n.onnx')).toThrow(ModelError);
    expect(() => importOnnx(bytes, { ...description, ...options }, 'n.onnx')).toThrow(fault);
  });

  it('a graph without feature maps, unless levels are named', () => {
    const g = new GraphBuilder();
    g.output('flat', flatten(g, g.input('image', ['n', 3, 'h', 'w'])));
    expect(() => importOnnx(serializeModel(g), description)).toThrow(
      'of "flat" float32 [n, h*w*3]',
    );
  });

  it('weights in another file', () => {
    const bytes = new MessageWriter()
      .message(MODEL.graph, (graph) =>
        graph.message(GRAPH.initializer, (tensor) =>
          tensor.text(TENSOR.name, 'image').integer(TENSOR.dataLocation, 1),
        ),
      )
      .raw(network())
      .finish();
    expect(() => importOnnx(bytes, description)).toThrow('its weights stand in other files');
  });
});

/** A network with two feature maps and a flat output. */
function network(shape: Shape = ['n', 3, 'h', 'w']): Uint8Array {
  const g = new GraphBuilder();
  const hidden = relu(g, g.input('image', shape));
  const fine = relu(g, hidden);
  g.output('fine', fine);
  g.output('coarse', averagePool(g, fine, 2));
  g.output('flat', flatten(g, fine));
  return serializeModel(g);
}
