import { describe, expect, it } from 'vitest';
import { operand, runModel } from '../../test/helpers/run-graph.ts';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { GraphBuilder } from './builder.ts';
import { appendMetadata, extractOutputs, removeMetadata } from './extract.ts';
import { ATTRIBUTE, ATTRIBUTE_TYPE, GRAPH, MODEL, NODE, VALUE_INFO } from './onnx.ts';
import { add, mul, relu } from './operators/elementwise.ts';
import { reduceSum } from './operators/reduce.ts';
import { readOnnx } from './read.ts';
import { serializeModel } from './serialize.ts';
import { Message, MessageWriter } from './wire.ts';

const x = operand([2], [-1, 2]);

describeOnRuntimes('extractOutputs()', (runtime) => {
  it('makes an inner value an output, and leaves the rest out', async () => {
    const part = extractOutputs(twoHeads(), ['/body/Relu'], 'test');
    expect(await runModel(runtime, part, { x })).toEqual({
      '/body/Relu': { shape: [2], values: [0, 2] },
    });
    const { computed, outputs } = readOnnx(part, 'part');
    expect(computed.map((info) => info.name)).toEqual(['/body/Relu']);
    expect(outputs).toEqual([{ name: '/body/Relu', type: 'float32', shape: undefined }]);
    expect(part.length).toBeLessThan(300); // without the large weight of a head
  });

  it('keeps what is known of outputs, in the order asked for', async () => {
    const part = extractOutputs(twoHeads(), ['second', 'first'], 'test');
    expect(readOnnx(part, 'part').outputs).toEqual([
      { name: 'second', type: 'float32', shape: ['n'] },
      { name: 'first', type: 'float32', shape: ['n'] },
    ]);
    const outputs = await runModel(runtime, part, { x });
    expect(outputs).toEqual({ ...(await runModel(runtime, twoHeads(), { x })) });
  });

  it('names what there is when a value is unknown', () => {
    expect(() => extractOutputs(twoHeads(), ['/body/Rellu'], 'net.onnx')).toThrow(
      'Cannot use the model net.onnx: it computes no "/body/Rellu": expected one of its outputs first, second, or a value such as /body/Relu',
    );
  });
});

describe('extractOutputs() keeps', () => {
  it('what only a graph inside a node reads', () => {
    const bytes = new MessageWriter()
      .raw(twoHeads())
      .message(MODEL.graph, (graph) =>
        graph.message(GRAPH.node, (node) =>
          node
            .text(NODE.output, 'looped')
            .text(NODE.opType, 'If')
            .message(NODE.attribute, (attribute) =>
              attribute
                .text(ATTRIBUTE.name, 'then_branch')
                .integer(ATTRIBUTE.type, ATTRIBUTE_TYPE.integer)
                .message(ATTRIBUTE.graph, (inner) =>
                  inner.message(GRAPH.node, (m) => m.text(NODE.input, '/body/Relu')),
                ),
            ),
        ),
      )
      .finish();
    const { computed } = readOnnx(extractOutputs(bytes, ['looped'], 'test'), 'part');
    expect(computed.map((info) => info.name)).toEqual(['/body/Relu', 'looped']);
  });

  it('descriptions of inner values', () => {
    const described = new MessageWriter()
      .raw(twoHeads())
      .message(MODEL.graph, (graph) =>
        graph.message(GRAPH.valueInfo, (info) => info.text(VALUE_INFO.name, '/body/Relu')),
      )
      .finish();
    const graph = new Message(extractOutputs(described, ['first'], 'test')).messages(
      MODEL.graph,
    )[0];
    expect(graph.messages(GRAPH.valueInfo).map((m) => m.text(VALUE_INFO.name))).toEqual([
      '/body/Relu',
    ]);
  });
});

describeOnRuntimes('appendMetadata()', (runtime) => {
  it('adds entries that ONNX Runtime and the reader accept', async () => {
    const bytes = appendMetadata(twoHeads(), { a: '1', b: '' });
    expect([...readOnnx(bytes, 'test').metadata]).toEqual([
      ['a', '1'],
      ['b', ''],
    ]);
    expect(Object.keys(await runModel(runtime, bytes, { x }))).toEqual(['first', 'second']);
  });
});

describe('removeMetadata()', () => {
  it('undoes appendMetadata() of some entries', () => {
    const bytes = appendMetadata(twoHeads(), { 'a.x': '1', b: '2', 'a.y': '3' });
    expect(removeMetadata(bytes, 'a.')).toEqual(appendMetadata(twoHeads(), { b: '2' }));
  });
});

/** relu(x) under two heads, of which one has a large weight. */
function twoHeads(): Uint8Array {
  const g = new GraphBuilder();
  const body = g.scope('body', () => relu(g, g.input('x', ['n'])));
  const weight = g.constant(new Float32Array(200).fill(2), [200, 1], 'w');
  g.output('first', reduceSum(g, mul(g, body, weight), [0], { keepDims: false }));
  g.output('second', add(g, body, g.scalar(1)));
  return serializeModel(g);
}
