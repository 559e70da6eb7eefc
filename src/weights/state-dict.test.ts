import { describe, expect, it } from 'vitest';
import { ModelError } from '../errors.ts';
import { type StateDict, Weights } from './state-dict.ts';

const state: StateDict = new Map(
  ['conv1.weight', 'bn1.weight', 'bn1.num_batches_tracked', 'fc.weight'].map((key, i) => [
    key,
    { shape: [2, 1], data: Float32Array.of(i, i) },
  ]),
);

describe('Weights', () => {
  it('gives arrays and tells which nobody took', () => {
    const weights = new Weights(state, 'file');
    expect(weights.take('bn1.weight', [2, 1])).toEqual(Float32Array.of(1, 1));
    expect(weights.unused()).toEqual(['conv1.weight', 'fc.weight']);
  });

  it('names the closest keys when one is missing', () => {
    const weights = new Weights(state, 'net.npz');
    expect(() => weights.take('conv.weight', [2, 1])).toThrow(ModelError);
    expect(() => weights.take('conv.weight', [2, 1])).toThrow(
      'Cannot use the model net.npz: it has no "conv.weight": expected PyTorch\'s names; the closest here are "conv1.weight", "bn1.weight", "fc.weight"',
    );
  });

  it('names both shapes when they differ', () => {
    const weights = new Weights(state, 'net.npz');
    expect(() => weights.take('fc.weight', [2, 3])).toThrow(
      'its "fc.weight" has shape [2, 1]: expected [2, 3]',
    );
    expect(weights.unused()).toContain('fc.weight');
  });
});
