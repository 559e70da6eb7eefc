import type { Runtime, RuntimeTensor } from '../runtime.ts';
import type { HalfMatrix } from './half-matrix.ts';
import type { Matrix } from './matrix.ts';

/** A matrix as a tensor of shape [rows, cols] of ONNX Runtime; the values are not copied. */
export function matrixTensor(runtime: Runtime, { data, rows, cols }: Matrix): RuntimeTensor {
  return new runtime.Tensor('float32', data, [rows, cols]);
}

/**
 * Values in half precision as a tensor of ONNX Runtime; they are not copied.
 *
 * @param half - The values.
 * @param shape - Sizes of the tensor.
 */
export function halfTensor(
  { Tensor }: Runtime,
  { data }: HalfMatrix,
  shape: readonly number[],
): RuntimeTensor {
  const tensor = new Tensor('float16', data, shape);
  // Where the platform has Float16Array (Node from 24 on), the constructor makes one of the bit patterns, which
  // the binding for Node of 1.30 takes to be empty (github.com/microsoft/onnxruntime/pull/32323).
  return Object.defineProperty(tensor, 'data', { value: data });
}
