/**
 * Field numbers of the messages that make an ONNX file (onnx/onnx.proto, IR version 10).
 *
 * @module
 */

/** ModelProto: the file. */
export const MODEL = {
  irVersion: 1,
  producerName: 2,
  producerVersion: 3,
  graph: 7,
  opsetImport: 8,
  metadataProps: 14,
} as const;

/** OperatorSetIdProto. */
export const OPSET = { domain: 1, version: 2 } as const;

/** StringStringEntryProto. */
export const ENTRY = { key: 1, value: 2 } as const;

/** GraphProto. */
export const GRAPH = {
  node: 1,
  name: 2,
  initializer: 5,
  input: 11,
  output: 12,
  valueInfo: 13,
} as const;

/** NodeProto. */
export const NODE = {
  input: 1,
  output: 2,
  name: 3,
  opType: 4,
  attribute: 5,
  domain: 7,
} as const;

/** AttributeProto. */
export const ATTRIBUTE = {
  name: 1,
  float: 2,
  integer: 3,
  text: 4,
  graph: 6,
  integers: 8,
  graphs: 11,
  type: 20,
} as const;

/** AttributeProto.AttributeType. */
export const ATTRIBUTE_TYPE = { float: 1, integer: 2, text: 3, integers: 7 } as const;

/** TensorProto. */
export const TENSOR = {
  dims: 1,
  dataType: 2,
  name: 8,
  rawData: 9,
  dataLocation: 14,
} as const;

/** TensorProto.DataLocation of weights that stand in another file. */
export const EXTERNAL = 1;

/** ValueInfoProto. */
export const VALUE_INFO = { name: 1, type: 2 } as const;

/** TypeProto. */
export const TYPE = { tensor: 1 } as const;

/** TypeProto.Tensor. */
export const TENSOR_TYPE = { elementType: 1, shape: 2 } as const;

/** TensorShapeProto, and its Dimension. */
export const TENSOR_SHAPE = { dim: 1, value: 1, parameter: 2 } as const;
