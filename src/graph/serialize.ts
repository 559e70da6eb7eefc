import { encodeFloat16, FLOAT16_MAX } from '../tensor/float16.ts';
import { bytesOf, type Graph, type Initializer } from './builder.ts';
import {
  type NamedNode,
  type StoredTensor,
  writeMetadata,
  writeNode,
  writeTensor,
  writeValueInfo,
} from './messages.ts';
import { GRAPH, MODEL, OPSET } from './onnx.ts';
import { DATA_TYPES, type Value } from './value.ts';
import { MessageWriter } from './wire.ts';

/** How a graph is written. */
export interface ModelOptions {
  /**
   * How float32 constants are stored. `float16` halves the file; they become float32 again when the
   * model is loaded, so that only the rounding to 11 significant bits remains.
   */
  readonly storage?: 'float32' | 'float16';
  /** Entries of the file's `metadata_props`, in this order. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Version of the file format, which ONNX Runtime has read since 1.18. */
const IR_VERSION = 10;

/** Version of each set of operators that our functions emit. */
const OPSETS: readonly (readonly [domain: string, version: number])[] = [
  ['', 20],
  ['com.microsoft', 1],
];

/** Smaller constants stay float32: there is nothing to gain. */
const FLOAT16_MIN_ELEMENTS = 256;

/**
 * Writes a graph as an .onnx file. Equal graphs give equal bytes.
 *
 * @returns The file, shape [length].
 * @throws {@link GraphError} if an attribute is a fraction that is not marked as a float.
 */
export function serializeModel(graph: Graph, options: ModelOptions = {}): Uint8Array {
  const model = new MessageWriter();
  model.integer(MODEL.irVersion, IR_VERSION).text(MODEL.producerName, 'fewgood');
  model.message(MODEL.graph, (message) => writeGraph(message, graph, options.storage));
  for (const [domain, version] of OPSETS) {
    model.message(MODEL.opsetImport, (opset) =>
      opset.text(OPSET.domain, domain).integer(OPSET.version, version),
    );
  }
  writeMetadata(model, options.metadata ?? {});
  return model.finish();
}

function writeGraph(
  message: MessageWriter,
  graph: Graph,
  storage: ModelOptions['storage'] = 'float32',
): void {
  const tensors = graph.initializers.map((constant) =>
    storage === 'float16' && isHalvable(constant) ? halved(constant) : plain(constant),
  );
  for (const node of [...tensors.flatMap((s) => s.restore), ...namedNodes(graph)]) {
    message.message(GRAPH.node, (m) => writeNode(m, node));
  }
  message.text(GRAPH.name, 'main');
  for (const { tensor } of tensors)
    message.message(GRAPH.initializer, (m) => writeTensor(m, tensor));
  for (const value of graph.inputs) message.message(GRAPH.input, (m) => writeValueInfo(m, value));
  for (const { name, value } of graph.outputs) {
    message.message(GRAPH.output, (m) => writeValueInfo(m, { ...value, name }));
  }
}

/** Writes nodes and constants, without inputs and outputs: a piece that continues another graph. */
export function writeContinuation(message: MessageWriter, graph: Graph): void {
  for (const node of namedNodes(graph)) message.message(GRAPH.node, (m) => writeNode(m, node));
  for (const constant of graph.initializers) {
    message.message(GRAPH.initializer, (m) => writeTensor(m, plain(constant).tensor));
  }
}

/**
 * Nodes with names for values. What a node computes takes the name of its output, since a copy of a
 * feature map costs time; only inputs, constants and second names of an output are copied.
 */
function namedNodes(graph: Graph): NamedNode[] {
  const renamed = new Map<Value, string>();
  const copies: NamedNode[] = [];
  const computed = new Set(graph.nodes.flatMap((node) => node.outputs));
  for (const { name, value } of graph.outputs) {
    if (computed.has(value) && !renamed.has(value)) renamed.set(value, name);
    else copies.push(unaryNode('Identity', renamed.get(value) ?? value.name, name));
  }
  const nameOf = (value: Value | undefined): string =>
    value ? (renamed.get(value) ?? value.name) : '';
  const nodes = graph.nodes.map((node) => ({
    ...node,
    inputs: node.inputs.map(nameOf),
    outputs: node.outputs.map(nameOf),
  }));
  return [...nodes, ...copies];
}

/** How a constant is stored, and the nodes that make of it what the graph uses. */
interface StoredConstant {
  readonly tensor: StoredTensor;
  readonly restore: readonly NamedNode[];
}

function plain({ value, data }: Initializer): StoredConstant {
  return { tensor: { ...value, bytes: bytesOf(data) }, restore: [] };
}

function halved({ value, data }: Initializer<Float32Array>): StoredConstant {
  const name = `${value.name}/float16`;
  const bytes = bytesOf(encodeFloat16(data));
  const cast = unaryNode('Cast', name, value.name, { to: DATA_TYPES.float32 });
  return { tensor: { name, type: 'float16', shape: value.shape, bytes }, restore: [cast] };
}

function isHalvable(constant: Initializer): constant is Initializer<Float32Array> {
  const { data } = constant;
  if (!(data instanceof Float32Array) || data.length < FLOAT16_MIN_ELEMENTS) return false;
  return data.every((x) => Math.abs(x) <= FLOAT16_MAX);
}

function unaryNode(
  operator: string,
  input: string,
  output: string,
  attributes: NamedNode['attributes'] = {},
): NamedNode {
  return { operator, name: output, inputs: [input], outputs: [output], attributes };
}
