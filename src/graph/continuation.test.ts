import { expect, it } from 'vitest';
import { operand, runModel } from '../../test/helpers/run-graph.ts';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { GraphBuilder } from './builder.ts';
import { continueOutputs, type Replacement } from './continuation.ts';
import { ATTRIBUTE, GRAPH, MODEL, NODE } from './onnx.ts';
import { add, mul, relu } from './operators/elementwise.ts';
import { readOnnx } from './read.ts';
import { serializeModel } from './serialize.ts';
import { Message, MessageWriter } from './wire.ts';

const now = { type: 'float32', shape: ['n', 2] } as const;
const input = { name: 'x', ...now };
const x = operand([1, 2], [-1, 2]);

/** y = relu x, z = y + x, u = z: each used by the next. */
function network(): Uint8Array {
  const g = new GraphBuilder();
  const v = g.input('x', ['n', 2]);
  const y = relu(g, v);
  g.output('y', y);
  const z = add(g, y, v);
  g.output('z', z);
  return serializeModel(g, { metadata: { author: 'a' } });
}

const doubled = (name: string): Replacement => ({
  name,
  now,
  by: (g, v) => mul(g, v, g.scalar(2)),
});

describeOnRuntimes('continueOutputs()', (runtime) => {
  it('computes an output further, and leaves what is computed from it', async () => {
    const bytes = continueOutputs(network(), [doubled('y')], input, 'n.onnx');
    const { y, z } = await runModel(runtime, bytes, { x });
    expect([y.values, z.values]).toEqual([
      [0, 4],
      [-1, 4],
    ]);
  });

  it('keeps the order of outputs, and what the file says of itself', () => {
    const bytes = continueOutputs(network(), [doubled('y')], input, 'n.onnx');
    const { outputs, metadata, inputs } = readOnnx(bytes, 'n.onnx');
    expect(outputs.map(({ name }) => name)).toEqual(['y', 'z']);
    expect(inputs.map(({ name }) => name)).toEqual(['x']);
    expect(metadata.get('author')).toBe('a');
  });

  it('may be done again, with names of its own, and may use the input', async () => {
    const byInput: Replacement = { name: 'y', now, by: (g, v, picture) => add(g, v, picture) };
    const once = continueOutputs(network(), [doubled('y'), doubled('z')], input, 'n.onnx');
    const twice = continueOutputs(once, [byInput], input, 'n.onnx');
    const { y, z } = await runModel(runtime, twice, { x });
    expect([y.values, z.values]).toEqual([
      [-1, 6],
      [-2, 8],
    ]);
  });
});

it('renames values within branches', () => {
  const bytes = new MessageWriter()
    .raw(network())
    .message(MODEL.graph, (graph) =>
      graph.message(GRAPH.node, (node) => writeBody(node.text(NODE.output, 'w'), 'y')),
    )
    .finish();
  const result = new Message(continueOutputs(bytes, [doubled('y')], input, 'n.onnx'));
  const nodes = result.messages(MODEL.graph).flatMap((graph) => graph.messages(GRAPH.node));
  const branch = nodes.find((node) => node.texts(NODE.output).includes('w'));
  const [body] = branch?.messages(NODE.attribute)[0]?.messages(ATTRIBUTE.graph) ?? [];
  expect(body?.messages(GRAPH.node)[0]?.texts(NODE.input)).toEqual(['maps/y']);
});

/** An attribute with a graph that reads a value from around it. */
function writeBody(node: MessageWriter, name: string): void {
  node.message(NODE.attribute, (attribute) =>
    attribute
      .text(ATTRIBUTE.name, 'body')
      .message(ATTRIBUTE.graph, (graph) =>
        graph.message(GRAPH.node, (one) => one.text(NODE.input, name).text(NODE.output, 'i')),
      ),
  );
}
