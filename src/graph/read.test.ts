import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ModelError } from '../errors.ts';
import { GraphBuilder } from './builder.ts';
import { GRAPH, MODEL, OPSET, TENSOR } from './onnx.ts';
import { relu } from './operators/elementwise.ts';
import { readOnnx } from './read.ts';
import { serializeModel } from './serialize.ts';
import { MessageWriter } from './wire.ts';

describe('readOnnx()', () => {
  it('joins a graph that comes in pieces', () => {
    const twice = new MessageWriter().raw(smallModel('a')).raw(smallModel('b')).finish();
    const { inputs, outputs } = readOnnx(twice, 'test');
    expect(inputs.map((info) => info.name)).toEqual(['x', 'x']);
    expect(outputs.map((info) => info.name)).toEqual(['a', 'b']);
  });

  it('tells weights that stand in another file', () => {
    const bytes = new MessageWriter()
      .raw(smallModel('y'))
      .message(MODEL.graph, (graph) =>
        graph.message(GRAPH.initializer, (tensor) =>
          tensor.text(TENSOR.name, 'w').integer(TENSOR.dataLocation, 1),
        ),
      )
      .finish();
    expect(readOnnx(bytes, 'test').hasExternalWeights).toBe(true);
    expect(readOnnx(smallModel('y'), 'test').hasExternalWeights).toBe(false);
  });

  it('does not take weights for inputs', () => {
    const bytes = new MessageWriter()
      .raw(smallModel('y'))
      .message(MODEL.graph, (graph) =>
        graph.message(GRAPH.initializer, (tensor) => tensor.text(TENSOR.name, 'x')),
      )
      .finish();
    expect(readOnnx(bytes, 'test').inputs).toEqual([]);
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['text', new TextEncoder().encode('this is not a model at all')],
    ['a PNG', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13)],
    [
      'a message of operator sets only',
      new MessageWriter().message(MODEL.opsetImport, (m) => m.integer(OPSET.version, 20)).finish(),
    ],
  ])('refuses %s', (_, bytes) => {
    expect(() => readOnnx(bytes, 'odd.onnx')).toThrow(ModelError);
    expect(() => readOnnx(bytes, 'odd.onnx')).toThrow('Cannot use the model odd.onnx: ');
  });
});

describe('readOnnx() of damaged files', () => {
  it('throws ModelError wherever the graph is cut off', () => {
    const whole = smallModel('y');
    for (let length = 0; length < whole.length - 30; length++) {
      expect(() => readOnnx(whole.subarray(0, length), 'cut'), `${length} bytes`).toThrow(
        ModelError,
      );
    }
  });

  it('throws nothing but ModelError, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(faultOf(bytes) ?? new ModelError('none', '', '')).toBeInstanceOf(ModelError);
      }),
    );
  });
});

function faultOf(bytes: Uint8Array): unknown {
  try {
    readOnnx(bytes, 'noise');
    return undefined;
  } catch (error) {
    return error;
  }
}

function smallModel(output: string): Uint8Array {
  const g = new GraphBuilder();
  g.output(output, relu(g, g.input('x', ['n', 2])));
  return serializeModel(g);
}
