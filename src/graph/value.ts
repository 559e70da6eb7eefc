/**
 * What flows along the edges of a graph: a name, an element type and a shape.
 *
 * @module
 */

/** Element types that graphs of this project use, with their TensorProto.DataType (onnx.proto). */
export const DATA_TYPES = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
} as const;

/** Name of an element type. */
export type DataType = keyof typeof DATA_TYPES;

/** A size known now, or the name or formula of one that is known when the graph runs: `ceil(h/4)`. */
export type Dim = number | string;

/** Sizes along each axis; empty for a scalar. */
export type Shape = readonly Dim[];

/** What shape inference knows of a value. */
export interface TensorType {
  /** Type of its elements. */
  readonly type: DataType;
  /** Its shape. */
  readonly shape: Shape;
}

/** An edge of a graph. Its identity is the object; its name may still change when it is an output. */
export interface Value extends TensorType {
  /** Unique within the graph. */
  readonly name: string;
}

/** A shape as messages print it: `[n, 64, ceil(h/4), 56]`. */
export function formatShape(shape: Shape): string {
  return `[${shape.join(', ')}]`;
}

/** Whether two shapes are known to be equal; different formulas are not. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dim, i) => dim === b[i]);
}
