import type { Runtime, RuntimeTensor } from '../runtime.ts';
import type { Matrix } from './matrix.ts';

/** A matrix as a tensor of shape [rows, cols] of ONNX Runtime; the values are not copied. */
export function matrixTensor(runtime: Runtime, { data, rows, cols }: Matrix): RuntimeTensor {
  return new runtime.Tensor('float32', data, [rows, cols]);
}
