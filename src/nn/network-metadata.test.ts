import { describe, expect, it } from 'vitest';
import { ModelError } from '../errors.ts';
import type { InferenceConfig } from './inference-graph.ts';
import { networkMetadata, networkOf } from './network-metadata.ts';
import { TRANSFORMER_MODES } from './spatial-transformer.ts';

const metadata = (value: unknown) => ({ fewgood: JSON.stringify(value) });

describe('networkMetadata()', () => {
  it.each<InferenceConfig>([
    { backbone: { network: 'resnet18' } },
    { backbone: { network: 'resnet18', width: 8 }, encoder: 'per-level' },
    ...TRANSFORMER_MODES.map((transformer) => ({
      backbone: { network: 'resnet18' as const, transformer },
    })),
    { backbone: { network: 'convnext-tiny' }, encoder: 'last' },
    { backbone: { network: 'convnext-tiny', stages: [{ width: 8, depth: 2 }] } },
  ])('is read again: %j', (network) => {
    expect(networkOf({ other: 'x', ...networkMetadata(network) }, 'file')).toEqual(network);
  });

  it('holds the network alone', () => {
    const training = { loss: 'symmetric', pairs: 4 };
    const backbone = { network: 'resnet18', sides: [14, 7, 4] } as const;
    const network = { backbone, encoder: 'last', ...training } as const;
    expect(networkMetadata(network)).toEqual(
      metadata({ backbone: { network: 'resnet18' }, encoder: 'last' }),
    );
  });

  it('refuses what no network has', () => {
    const backbone = { network: 'resnet18', width: 0 } as const;
    expect(() => networkMetadata({ backbone })).toThrow(/width/);
  });
});

describe('networkOf()', () => {
  it('knows nothing without the entry', () => {
    expect(networkOf({}, 'file')).toBeUndefined();
    expect(networkOf({ step: '7' }, 'file')).toBeUndefined();
  });

  it('leaves other fields away', () => {
    const network = { backbone: { network: 'resnet18', width: 8 } };
    expect(networkOf(metadata({ ...network, loss: 'one-sided' }), 'file')).toEqual(network);
  });

  it.each<[string, unknown]>([
    ['no backbone', {}],
    ['an unknown network', { backbone: { network: 'vgg' } }],
    ['half a channel', { backbone: { network: 'resnet18', width: 8.5 } }],
    ['an unknown transformer', { backbone: { network: 'resnet18', transformer: 'twist' } }],
    ['no stages', { backbone: { network: 'convnext-tiny', stages: [] } }],
    [
      'a stage without blocks',
      { backbone: { network: 'convnext-tiny', stages: [{ width: 8, depth: 0 }] } },
    ],
    ['an unknown encoder', { backbone: { network: 'resnet18' }, encoder: 'first' }],
  ])('refuses %s, and names the file', (_, value) => {
    expect(() => networkOf(metadata(value), 'a.npz')).toThrow(ModelError);
    expect(() => networkOf(metadata(value), 'a.npz')).toThrow(
      /a\.npz: its metadata "fewgood" is not/,
    );
  });
});
