import { ModelError } from '../errors.ts';
import { closest } from './closest.ts';
import { writeMetadata, writeValueInfo } from './messages.ts';
import { ATTRIBUTE, ENTRY, GRAPH, MODEL, NODE, TENSOR, VALUE_INFO } from './onnx.ts';
import { readOnnx } from './read.ts';
import { type Field, Message, MessageWriter } from './wire.ts';

/**
 * Makes a model that computes the named values and nothing else: other outputs, and the nodes and
 * weights that only they need, are left out. So a classifier becomes the backbone below its head.
 *
 * @param bytes - An .onnx file, shape [length].
 * @param names - What to put out: outputs of the file, or whatever its nodes compute.
 * @param file - Name of the file, for messages.
 * @returns An .onnx file, shape [length].
 * @throws {@link ModelError} if the file is damaged, or computes no such value.
 */
export function extractOutputs(
  bytes: Uint8Array,
  names: readonly string[],
  file: string,
): Uint8Array {
  const { outputs, computed } = readOnnx(bytes, file);
  const computedNames = new Set(computed.map((info) => info.name));
  const unknown = names.find((name) => !computedNames.has(name));
  if (unknown !== undefined) {
    const outputNames = outputs.map((info) => info.name).join(', ');
    throw new ModelError(
      file,
      `it computes no "${unknown}": expected one of its outputs ${outputNames}, or a value such as ${closest(unknown, computedNames).join(', ')}`,
      'Name an output of the model, or a value inside it.',
    );
  }

  const model = new Message(bytes);
  const graph = model.messages(MODEL.graph).flatMap((piece) => piece.fields);
  const writer = new MessageWriter();
  for (const field of model.fields) if (field.number !== MODEL.graph) writer.raw(field.raw);
  return writer.message(MODEL.graph, (message) => writePart(message, graph, names)).finish();
}

/**
 * Appends entries to the `metadata_props` of a file. It stays valid: the parts of a protobuf message
 * may stand in any order.
 *
 * @param bytes - An .onnx file, shape [length].
 * @returns A new file, shape [length].
 */
export function appendMetadata(
  bytes: Uint8Array,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const writer = new MessageWriter().raw(bytes);
  writeMetadata(writer, metadata);
  return writer.finish();
}

/**
 * Removes entries from the `metadata_props` of a file.
 *
 * @param bytes - An .onnx file, shape [length].
 * @param prefix - What the keys of the entries start with.
 * @returns A new file, shape [length].
 */
export function removeMetadata(bytes: Uint8Array, prefix: string): Uint8Array {
  const writer = new MessageWriter();
  for (const field of new Message(bytes).fields) {
    const isEntry = field.number === MODEL.metadataProps;
    if (!isEntry || !field.message.text(ENTRY.key).startsWith(prefix)) writer.raw(field.raw);
  }
  return writer.finish();
}

/** Writes the part of a graph that computes `names`. */
function writePart(writer: MessageWriter, graph: readonly Field[], names: readonly string[]): void {
  const needed = ancestors(graph, names);
  const descriptions = new Map<string, Uint8Array>();
  for (const field of graph) {
    if (isNeeded(field, needed)) writer.raw(field.raw);
    if (field.number === GRAPH.output || field.number === GRAPH.valueInfo) {
      const { message } = field;
      descriptions.set(message.text(VALUE_INFO.name), message.bytes);
    }
  }
  for (const name of names) {
    const description = descriptions.get(name);
    if (description) writer.bytes(GRAPH.output, description);
    else writer.message(GRAPH.output, (m) => writeValueInfo(m, { name, type: 'float32' }));
  }
}

/** Names of all values that `names` are computed from, themselves included. */
function ancestors(graph: readonly Field[], names: readonly string[]): ReadonlySet<string> {
  const needed = new Set(names);
  const nodes = graph.filter((field) => field.number === GRAPH.node).map((field) => field.message);
  // Nodes stand behind what they use, so one pass from the end finds everything.
  for (const node of nodes.toReversed()) {
    if (!node.texts(NODE.output).some((name) => needed.has(name))) continue;
    for (const name of usedBy(node)) needed.add(name);
  }
  return needed;
}

/** What a node reads, also from inside the graphs of a loop or branch. */
function usedBy(node: Message): string[] {
  const graphs = node
    .messages(NODE.attribute)
    .flatMap((a) => [...a.messages(ATTRIBUTE.graph), ...a.messages(ATTRIBUTE.graphs)]);
  const inner = graphs.flatMap((graph) => graph.messages(GRAPH.node)).flatMap(usedBy);
  return [...node.texts(NODE.input), ...inner];
}

/** Whether a part of a graph, of which `needed` is computed, stays. */
function isNeeded(field: Field, needed: ReadonlySet<string>): boolean {
  switch (field.number) {
    case GRAPH.node:
      return field.message.texts(NODE.output).some((name) => needed.has(name));
    case GRAPH.initializer:
      return needed.has(field.message.text(TENSOR.name));
    case GRAPH.input:
    case GRAPH.valueInfo:
      return needed.has(field.message.text(VALUE_INFO.name));
    default:
      return field.number !== GRAPH.output;
  }
}
