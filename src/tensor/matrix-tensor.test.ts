import { Tensor } from 'onnxruntime-common';
import { expect, it } from 'vitest';
import type { Runtime } from '../runtime.ts';
import { matrix } from './matrix.ts';
import { halfTensor, matrixTensor } from './matrix-tensor.ts';

const runtime: Runtime = {
  name: 'none',
  threads: 1,
  Tensor,
  createSession: () => Promise.reject(new Error('there are no sessions')),
};

it('matrixTensor() has the shape and the very values of the matrix', () => {
  const m = matrix(Float32Array.of(1, 2, 3, 4, 5, 6), 2, 3);
  const { type, dims, data } = matrixTensor(runtime, m);
  expect([type, dims]).toEqual(['float32', [2, 3]]);
  expect(data).toBe(m.data);
});

it('halfTensor() has the shape and the very bit patterns, whatever arrays the platform knows', () => {
  const data = Uint16Array.of(0x3c00, 0, 0x4000, 0x8000);
  const tensor = halfTensor(runtime, { data, rows: 2, cols: 2 }, [1, 2, 2]);
  expect([tensor.type, tensor.dims]).toEqual(['float16', [1, 2, 2]]);
  expect(tensor.data).toBe(data);
});
