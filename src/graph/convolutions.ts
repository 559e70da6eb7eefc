/**
 * The convolutions of a file that can be computed in integers.
 *
 * @module
 */
import { decodeFloat16 } from '../tensor/float16.ts';
import { product } from './dims.ts';
import { GRAPH, MODEL, NODE, TENSOR, VALUE_INFO } from './onnx.ts';
import { DATA_TYPES } from './value.ts';
import type { Field, Message } from './wire.ts';

/** A convolution with constant weights, and the ReLU behind it if nothing else reads it. */
export interface ConstantConvolution {
  /** The node. */
  readonly node: Message;
  /** Name of what the node computes. */
  readonly result: string;
  /** Name of what it reads. */
  readonly input: string;
  /** Name of what the ReLU computes; `result` if there is none. */
  readonly output: string;
  /** Shape [O, …]. */
  readonly weights: Constant;
  /** Shape [O]; undefined if there is none. */
  readonly bias: Constant | undefined;
}

/** Weights in single precision. */
export interface Constant {
  /** Of the value. */
  readonly name: string;
  /** Sizes along each axis. */
  readonly shape: readonly number[];
  /** Elements, row-major. */
  readonly data: Float32Array;
}

/** All fields of a file's graph, which may come in pieces. */
export function graphFields(model: Message): Field[] {
  return model.messages(MODEL.graph).flatMap((graph) => graph.fields);
}

/**
 * Finds the convolutions whose weights are constants within the file, in single or half precision.
 *
 * @param pictures - Inputs of the graph; what reads them is left out.
 */
export function constantConvolutions(
  model: Message,
  pictures: ReadonlySet<string>,
): readonly ConstantConvolution[] {
  const fields = graphFields(model);
  const constants = new Map(readConstants(fields).map((one) => [one.name, one]));
  const reluBehind = reluFinder(fields);
  return messagesOf(fields, GRAPH.node).flatMap((node): ConstantConvolution[] => {
    if (node.text(NODE.opType) !== 'Conv' || node.text(NODE.domain) !== '') return [];
    const [input, weightsName, biasName] = node.texts(NODE.input);
    const weights = constants.get(weightsName);
    const bias = constants.get(biasName);
    if (!weights || (biasName && !bias) || pictures.has(input)) return [];
    const [result] = node.texts(NODE.output);
    return [{ node, result, input, output: reluBehind(result) ?? result, weights, bias }];
  });
}

/** Makes a function that names what a ReLU computes of a value that nothing else reads. */
function reluFinder(fields: readonly Field[]): (value: string) => string | undefined {
  const outputs = messagesOf(fields, GRAPH.output).map((m) => m.text(VALUE_INFO.name));
  const readers = new Map<string, Message[]>();
  for (const node of messagesOf(fields, GRAPH.node)) {
    for (const name of node.texts(NODE.input)) {
      readers.set(name, [...(readers.get(name) ?? []), node]);
    }
  }
  return (value) => {
    const [reader, ...others] = readers.get(value) ?? [];
    if (reader === undefined || others.length > 0 || outputs.includes(value)) return undefined;
    return reader.text(NODE.opType) === 'Relu' ? reader.texts(NODE.output)[0] : undefined;
  };
}

function messagesOf(fields: readonly Field[], number: number): Message[] {
  return fields.filter((field) => field.number === number).map((field) => field.message);
}

/** Constants that are floats, also those that a node makes single precision of half precision. */
function readConstants(fields: readonly Field[]): Constant[] {
  const stored = messagesOf(fields, GRAPH.initializer).flatMap((tensor): Constant[] => {
    const constant = readConstant(tensor);
    return constant ? [constant] : [];
  });
  const byName = new Map(stored.map((one) => [one.name, one]));
  const widened = messagesOf(fields, GRAPH.node).flatMap((node): Constant[] => {
    const constant = byName.get(node.texts(NODE.input)[0]);
    if (node.text(NODE.opType) !== 'Cast' || !constant) return [];
    return [{ ...constant, name: node.texts(NODE.output)[0] }];
  });
  return [...stored, ...widened];
}

/** Undefined if it is of another type, or its elements are not stored as bytes. */
function readConstant(tensor: Message): Constant | undefined {
  const shape = tensor.all(TENSOR.dims).map((dim) => dim.integer);
  const [raw] = tensor.all(TENSOR.rawData);
  if (!raw) return undefined;
  const bytes = new Uint8Array(raw.bytes); // a copy, as elements must be aligned
  const type = tensor.integer(TENSOR.dataType);
  const size = product(shape);
  const name = tensor.text(TENSOR.name);
  if (type === DATA_TYPES.float32 && bytes.length === 4 * size) {
    return { name, shape, data: new Float32Array(bytes.buffer) };
  }
  if (type === DATA_TYPES.float16 && bytes.length === 2 * size) {
    return { name, shape, data: decodeFloat16(new Uint16Array(bytes.buffer)) };
  }
  return undefined;
}
