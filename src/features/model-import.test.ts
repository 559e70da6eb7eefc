import { describe, expect, it } from 'vitest';
import { operand, runModel } from '../../test/helpers/run-graph.ts';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { ArgumentRangeError, ModelError } from '../errors.ts';
import { GraphBuilder } from '../graph/builder.ts';
import { GRAPH, MODEL, TENSOR } from '../graph/onnx.ts';
import { relu } from '../graph/operators/elementwise.ts';
import { flatten, reshape, transpose } from '../graph/operators/layout.ts';
import { pad } from '../graph/operators/region.ts';
import { averagePool } from '../graph/operators/window.ts';
import { serializeModel } from '../graph/serialize.ts';
import { readOnnx } from '../graph/read.ts';
import type { Dim, Shape, Value } from '../graph/value.ts';
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

  it('gives the same bytes when a model file is imported again', () => {
    const bytes = importOnnx(network(), description);
    expect(importOnnx(bytes, description)).toEqual(bytes);
  });
});

describeOnRuntimes('importOnnx() of tokens', (runtime) => {
  const SIZE = 8;
  /** Patches of 4 px as tokens of 48 channels, `leading` of zeros in front of them. */
  const tokens = (leading: number, shape: Shape): Uint8Array => {
    const g = new GraphBuilder();
    const [, , height, width] = shape;
    const rows = spaceToTokens(g, g.input('image', shape), [height, width]);
    const before = [leading, 0] as const;
    g.output('block1', leading > 0 ? pad(g, rows, [[0, 0], before, [0, 0]]) : rows);
    g.output('block2', relu(g, rows));
    g.output('flat', flatten(g, rows));
    return serializeModel(g);
  };
  const picture = operand([1, 3, SIZE, SIZE]);

  it.each([0, 5])('makes maps of them, %i special ones left out', async (leading) => {
    const level = { levels: [{ name: 'block1' }] };
    const bytes = importOnnx(tokens(leading, [1, 3, SIZE, SIZE]), { ...description, ...level });
    const { levels, preprocessing } = readModelInfo(bytes);
    expect(levels).toEqual([{ name: 'block1', channels: 48 }]);
    expect(preprocessing).toMatchObject({ size: SIZE, isSizeFixed: true, sizeMultiple: 4 });
    const { block1 } = await runModel(runtime, bytes, { image: picture });
    expect(block1.shape).toEqual([1, 48, 2, 2]);
    // The first channel holds the first pixel of each patch, row by row.
    expect(block1.values.slice(0, 4)).toEqual([1, 5, 33, 37]);
  });

  it('takes all of them where no output is a map', () => {
    const { levels } = readModelInfo(importOnnx(tokens(0, [1, 3, SIZE, SIZE]), description));
    expect(levels.map(({ name }) => name)).toEqual(['block1', 'block2']);
  });

  it('makes maps of any size where it is told what the graph does not tell', async () => {
    const g = new GraphBuilder();
    const x = g.input('image', ['n', 3, 'h', 'w']);
    const flat = reshape(g, averagePool(g, x, 4), ['n', 3, -1]);
    g.output(
      'tokens',
      pad(g, transpose(g, flat, [0, 2, 1]), [
        [0, 0],
        [1, 0],
        [0, 0],
      ]),
    );
    const bytes = serializeModel(g);
    expect(() => importOnnx(bytes, description)).toThrow('to be told how many');
    const told = { specialTokens: 1, preprocessing: { sizeMultiple: 4 } };
    const model = importOnnx(bytes, { ...description, ...told });
    expect(readModelInfo(model).preprocessing).toMatchObject({ size: 224, sizeMultiple: 4 });
    expect(readModelInfo(model).preprocessing.isSizeFixed).toBeUndefined();
    for (const [height, width] of [
      [8, 8],
      [12, 20],
    ]) {
      const image = operand([2, 3, height, width]);
      const { tokens: map } = await runModel(runtime, model, { image });
      const { pooled } = await runModel(runtime, pooling(), { image });
      expect(map).toEqual(pooled);
    }
  });

  it('takes a value of unknown shape for tokens where special ones are told', async () => {
    const bytes = tokens(1, [1, 3, SIZE, SIZE]);
    const inner = readOnnx(bytes, '').computed.findLast(({ shape }) => shape === undefined);
    const level = { name: inner?.name ?? '', channels: 48 };
    const told = { specialTokens: 0, preprocessing: { sizeMultiple: 4 }, levels: [level] };
    const model = importOnnx(bytes, { ...description, ...told });
    expect(readModelInfo(model).levels).toEqual([level]);
    const outputs = await runModel(runtime, model, { image: picture });
    expect(outputs[level.name].shape).toEqual([1, 48, 2, 2]);
  });

  it('keeps the defaults that it is given', () => {
    const defaults = { neighbourhood: 1, pose: 'free' };
    const bytes = importOnnx(network(), { ...description, defaults });
    expect(readModelInfo(bytes).defaults).toEqual(defaults);
  });
});

/** [B, 3, H, W] to [B, (H/4) (W/4), 48]. */
function spaceToTokens(g: GraphBuilder, x: Value, sides: readonly Dim[]): Value {
  const [rows, columns] = sides.map((side) => Number(side) / 4);
  const split = reshape(g, x, [1, 3, rows, 4, columns, 4]);
  return reshape(g, transpose(g, split, [0, 2, 4, 1, 3, 5]), [1, rows * columns, 48]);
}

function pooling(): Uint8Array {
  const g = new GraphBuilder();
  g.output('pooled', averagePool(g, g.input('image', ['n', 3, 'h', 'w']), 4));
  return serializeModel(g);
}

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
