import { GraphBuilder } from './builder.ts';
import { writeValueInfo } from './messages.ts';
import { ATTRIBUTE, GRAPH, MODEL, NODE, VALUE_INFO } from './onnx.ts';
import { readOnnx, type TensorInfo } from './read.ts';
import { writeContinuation } from './serialize.ts';
import type { TensorType, Value } from './value.ts';
import { type Field, Message, MessageWriter } from './wire.ts';

/** An output that is to be something else. */
export interface Replacement {
  /** Its name, which the new output keeps. */
  readonly name: string;
  /** Type and shape that it has now. */
  readonly now: TensorType;
  /**
   * Adds what the new output is computed by.
   *
   * @param x - The output as it is now.
   * @param input - The input of the file.
   */
  readonly by: (g: GraphBuilder, x: Value, input: Value) => Value;
}

/**
 * Computes some outputs of a model further, within the file.
 *
 * @param bytes - An .onnx file of one input, shape [length].
 * @param input - The input.
 * @param file - Name of the file, for messages.
 * @returns An .onnx file, shape [length].
 * @throws {@link ModelError} if the file is damaged.
 */
export function continueOutputs(
  bytes: Uint8Array,
  replacements: readonly Replacement[],
  input: { readonly name: string } & TensorType,
  file: string,
): Uint8Array {
  const scope = freshScope(readOnnx(bytes, file).computed);
  const g = new GraphBuilder();
  const picture = g.input(input.name, input.shape, input.type);
  const renamed = new Map<string, string>();
  for (const { name, now, by } of replacements) {
    renamed.set(name, `${scope}/${name}`);
    const x = g.input(`${scope}/${name}`, now.shape, now.type);
    g.output(
      name,
      g.scope(`${scope}/${name}`, () => by(g, x, picture)),
    );
  }
  const model = new Message(bytes);
  const writer = new MessageWriter();
  for (const field of model.fields) if (field.number !== MODEL.graph) writer.raw(field.raw);
  const graph = model.messages(MODEL.graph).flatMap((piece) => piece.fields);
  writer.message(MODEL.graph, (message) => {
    for (const field of graph) writeField(message, field, { renamed, outputs: g.outputs });
    writeContinuation(message, g);
  });
  return writer.finish();
}

/** A prefix of names that the file does not use. */
function freshScope(computed: readonly TensorInfo[]): string {
  for (let i = 0; ; i++) {
    const scope = i === 0 ? 'maps' : `maps_${i}`;
    if (!computed.some(({ name }) => name.startsWith(scope) || name.startsWith(`/${scope}`))) {
      return scope;
    }
  }
}

interface Renaming {
  /** New names of values. */
  readonly renamed: ReadonlyMap<string, string>;
  /** What takes their names. */
  readonly outputs: GraphBuilder['outputs'];
}

/** Writes a field of the graph with the new names. */
function writeField(writer: MessageWriter, field: Field, { renamed, outputs }: Renaming): void {
  if (field.number === GRAPH.node) {
    writer.message(GRAPH.node, (node) => writeRenamed(node, field.message, renamed));
    return;
  }
  const isDescription = field.number === GRAPH.output || field.number === GRAPH.valueInfo;
  const name = isDescription ? field.message.text(VALUE_INFO.name) : '';
  if (!renamed.has(name)) writer.raw(field.raw);
  else if (field.number === GRAPH.output) {
    const output = outputs.find((one) => one.name === name);
    if (output) writer.message(GRAPH.output, (m) => writeValueInfo(m, { ...output.value, name }));
  }
}

/** Writes a node; graphs of loops and branches see the values around them. */
function writeRenamed(
  writer: MessageWriter,
  node: Message,
  renamed: ReadonlyMap<string, string>,
): void {
  for (const field of node.fields) {
    const isValue = field.number === NODE.input || field.number === NODE.output;
    const name = isValue ? renamed.get(field.text) : undefined;
    if (name !== undefined) writer.text(field.number, name);
    else if (field.number === NODE.attribute) {
      writer.message(NODE.attribute, (m) => writeAttributeRenamed(m, field.message, renamed));
    } else writer.raw(field.raw);
  }
}

function writeAttributeRenamed(
  writer: MessageWriter,
  attribute: Message,
  renamed: ReadonlyMap<string, string>,
): void {
  for (const field of attribute.fields) {
    if (field.number !== ATTRIBUTE.graph && field.number !== ATTRIBUTE.graphs) {
      writer.raw(field.raw);
      continue;
    }
    writer.message(field.number, (graph) => {
      for (const inner of field.message.fields) {
        if (inner.number !== GRAPH.node) graph.raw(inner.raw);
        else graph.message(GRAPH.node, (node) => writeRenamed(node, inner.message, renamed));
      }
    });
  }
}
