/**
 * Writers of the messages that make an ONNX file, each given names and plain data.
 *
 * @module
 */
import { GraphError } from '../errors.ts';
import type { Attribute } from './builder.ts';
import {
  ATTRIBUTE,
  ATTRIBUTE_TYPE,
  ENTRY,
  MODEL,
  NODE,
  TENSOR,
  TENSOR_SHAPE,
  TENSOR_TYPE,
  TYPE,
  VALUE_INFO,
} from './onnx.ts';
import { DATA_TYPES, type DataType, type Dim, type Shape } from './value.ts';
import type { MessageWriter } from './wire.ts';

/** A node that refers to values by name. */
export interface NamedNode {
  /** Operator, with its domain if it is not ONNX's own. */
  readonly operator: string;
  /** For profiles and messages. */
  readonly name: string;
  /** Empty where an optional input is left out. */
  readonly inputs: readonly string[];
  /** Names of what it computes. */
  readonly outputs: readonly string[];
  /** Settings. */
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** A constant as it is stored. */
export interface StoredTensor {
  /** Name of the value. */
  readonly name: string;
  /** Element type. */
  readonly type: DataType;
  /** Sizes along each axis. */
  readonly shape: Shape;
  /** Elements, little-endian, row-major. */
  readonly bytes: Uint8Array;
}

/** An input or output of a graph. */
export interface ValueInfo {
  /** Name of the value. */
  readonly name: string;
  /** Element type. */
  readonly type: DataType;
  /** Left out where it is not known. */
  readonly shape?: Shape;
}

/** Fills a NodeProto. */
export function writeNode(message: MessageWriter, node: NamedNode): void {
  const dot = node.operator.lastIndexOf('.');
  for (const input of node.inputs) message.text(NODE.input, input);
  for (const output of node.outputs) message.text(NODE.output, output);
  message.text(NODE.name, node.name).text(NODE.opType, node.operator.slice(dot + 1));
  for (const [name, value] of Object.entries(node.attributes)) {
    message.message(NODE.attribute, (attribute) =>
      writeAttribute(attribute.text(ATTRIBUTE.name, name), value),
    );
  }
  if (dot > 0) message.text(NODE.domain, node.operator.slice(0, dot));
}

/** Fills a TensorProto. */
export function writeTensor(message: MessageWriter, tensor: StoredTensor): void {
  for (const dim of tensor.shape) message.integer(TENSOR.dims, Number(dim));
  message
    .integer(TENSOR.dataType, DATA_TYPES[tensor.type])
    .text(TENSOR.name, tensor.name)
    .bytes(TENSOR.rawData, tensor.bytes);
}

/** Fills a ValueInfoProto. */
export function writeValueInfo(message: MessageWriter, { name, type, shape }: ValueInfo): void {
  message.text(VALUE_INFO.name, name).message(VALUE_INFO.type, (value) =>
    value.message(TYPE.tensor, (tensor) => {
      tensor.integer(TENSOR_TYPE.elementType, DATA_TYPES[type]);
      if (shape) tensor.message(TENSOR_TYPE.shape, (dims) => writeShape(dims, shape));
    }),
  );
}

/** Appends entries to the `metadata_props` of a ModelProto, in their order. */
export function writeMetadata(
  message: MessageWriter,
  metadata: Readonly<Record<string, string>>,
): void {
  for (const [key, value] of Object.entries(metadata)) {
    message.message(MODEL.metadataProps, (entry) =>
      entry.text(ENTRY.key, key).text(ENTRY.value, value),
    );
  }
}

function writeShape(message: MessageWriter, shape: Shape): void {
  for (const dim of shape) {
    message.message(TENSOR_SHAPE.dim, (entry) => writeDim(entry, dim));
  }
}

function writeDim(message: MessageWriter, dim: Dim): void {
  if (typeof dim === 'number') message.integer(TENSOR_SHAPE.value, dim);
  else message.text(TENSOR_SHAPE.parameter, dim);
}

function writeAttribute(message: MessageWriter, value: Attribute): void {
  if (typeof value === 'string') {
    message.text(ATTRIBUTE.text, value).integer(ATTRIBUTE.type, ATTRIBUTE_TYPE.text);
  } else if (typeof value === 'number') {
    message.integer(ATTRIBUTE.integer, integral(value));
    message.integer(ATTRIBUTE.type, ATTRIBUTE_TYPE.integer);
  } else if ('float' in value) {
    message.float(ATTRIBUTE.float, value.float).integer(ATTRIBUTE.type, ATTRIBUTE_TYPE.float);
  } else {
    for (const item of value) message.integer(ATTRIBUTE.integers, integral(item));
    message.integer(ATTRIBUTE.type, ATTRIBUTE_TYPE.integers);
  }
}

function integral(value: number): number {
  if (Number.isSafeInteger(value)) return value;
  throw new GraphError('an attribute', String(value), 'an integer, or { float: number }');
}
