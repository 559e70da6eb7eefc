import { Tensor } from 'onnxruntime-common';
import { expect, it } from 'vitest';
import type { Runtime } from '../runtime.ts';
import { matrix } from './matrix.ts';
import { matrixTensor } from './matrix-tensor.ts';

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
