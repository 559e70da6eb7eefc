import { readFileSync } from 'node:fs';
import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { ModelError } from '../errors.ts';
import { writeSafetensors } from '../weights/safetensors.ts';
import type { StateDict } from '../weights/state-dict.ts';
import type { InferenceConfig } from './inference-graph.ts';
import { networkMetadata } from './network-metadata.ts';
import { readTrainedWeights } from './trained-weights.ts';

describe('readTrainedWeights()', () => {
  const state: StateDict = new Map([['a', { shape: [1], data: Float32Array.of(1) }]]);

  it.each<InferenceConfig>([
    { backbone: { network: 'resnet18', width: 16, transformer: 'rotation' }, encoder: 'last' },
    { backbone: { network: 'convnext-tiny', stages: [{ width: 8, depth: 2 }] } },
  ])('tells the network that it was written with: %j', (network) => {
    const bytes = writeSafetensors(state, { step: '7', ...networkMetadata(network) });
    expect(readTrainedWeights(bytes, 'file')).toEqual({ state, network });
  });

  it('takes files that do not tell it', () => {
    expect(readTrainedWeights(writeSafetensors(state), 'file')).toEqual({
      state,
      network: undefined,
    });
    expect(readTrainedWeights(fixture('kinds'), 'file').network).toBeUndefined();
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['text', { fewgood: 'resnet18' }, /its metadata "fewgood" is not valid/],
    ['another network', { fewgood: '{"backbone":{"network":"vgg"}}' }, /its metadata "fewgood"/],
    ['no text', { fewgood: 1 }, /its "__metadata__"/],
  ])('refuses metadata that is %s', (_, metadata, fault) => {
    const entry = { dtype: 'F32', shape: [], data_offsets: [0, 4] };
    const bytes = safetensors({ __metadata__: metadata, a: entry }, [0, 0, 0, 0]);
    expect(() => readTrainedWeights(bytes, 'file')).toThrow(ModelError);
    expect(() => readTrainedWeights(bytes, 'file')).toThrow(fault);
  });
});

function fixture(name: string): Uint8Array {
  return readFileSync(new URL(`../../test/fixtures/nn/${name}.npz`, import.meta.url));
}

function safetensors(header: unknown, data: readonly number[]): Uint8Array {
  const json = strToU8(JSON.stringify(header));
  return Uint8Array.of(json.length & 255, json.length >> 8, 0, 0, 0, 0, 0, 0, ...json, ...data);
}
