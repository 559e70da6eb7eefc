import { describe, expect, it } from 'vitest';
import { runModel } from '../../test/helpers/run-graph.ts';
import { randomMap } from '../../test/helpers/run-layers.ts';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { vitState } from '../../test/helpers/vit-state.ts';
import { ModelError } from '../errors.ts';
import { serializeModel } from '../graph/serialize.ts';
import { type StateDict, Weights } from '../weights/state-dict.ts';
import {
  buildVisionTransformer,
  isVitName,
  patchSideOf,
  type VitName,
  VISION_TRANSFORMERS,
} from './vision-transformer.ts';

/** One block of 64 channels, patches of 4 px, trained at 2 × 2, with the authors' keys. */
function stateOf(name: VitName, changes: Record<string, readonly number[]> = {}): StateDict {
  const { registers, rotary } = VISION_TRANSFORMERS[name];
  const scales = name.startsWith('dinov') ? { 'ls1.gamma': [64], 'ls2.gamma': [64] } : {};
  const block = {
    'norm1.weight': [64],
    'norm1.bias': [64],
    'attn.qkv.weight': [192, 64],
    'attn.qkv.bias': [192],
    'attn.proj.weight': [64, 64],
    'attn.proj.bias': [64],
    'norm2.weight': [64],
    'norm2.bias': [64],
    'mlp.fc1.weight': [96, 64],
    'mlp.fc1.bias': [96],
    'mlp.fc2.weight': [64, 96],
    'mlp.fc2.bias': [64],
    ...scales,
  };
  const shapes = {
    cls_token: [1, 1, 64],
    ...(rotary === undefined && { pos_embed: [1, 5, 64] }),
    ...(registers > 0 && { [rotary ? 'storage_tokens' : 'register_tokens']: [1, registers, 64] }),
    'patch_embed.proj.weight': [64, 3, 4, 4],
    'patch_embed.proj.bias': [64],
    'norm.weight': [64],
    'norm.bias': [64],
    ...Object.fromEntries(Object.entries(block).map(([key, shape]) => [`blocks.0.${key}`, shape])),
    ...changes,
  };
  return vitState(
    1,
    Object.entries(shapes).map(([key, shape]) => ({ key, shape: shape as readonly number[] })),
  );
}

const build = (name: VitName, state: StateDict, size = 12) =>
  buildVisionTransformer(new Weights(state, 'state'), VISION_TRANSFORMERS[name], size);

describe('buildVisionTransformer()', () => {
  it('puts out a map a block, of its size', () => {
    const { inputs, outputs } = build('dinov2-small', stateOf('dinov2-small'), 20);
    expect(inputs[0]).toMatchObject({ name: 'input', shape: ['n', 3, 20, 20] });
    expect(outputs.map(({ name, value }) => [name, value.shape])).toEqual([
      ['block1', ['n', 64, 5, 5]],
    ]);
  });

  it.each<[string, VitName, StateDict, string]>([
    ['no registers', 'dinov2-small-registers', stateOf('dinov2-small'), '0 register tokens'],
    ['registers', 'dinov2-small', stateOf('dinov2-small-registers'), '4 register tokens'],
    ['no such array', 'dino-small', new Map(), 'it has no "patch_embed.proj.weight"'],
    [
      'no square grid',
      'dino-small',
      stateOf('dino-small', { pos_embed: [1, 6, 64] }),
      'its "pos_embed" has shape [1, 6, 64]: expected [1, 5, 64]',
    ],
    [
      'gates',
      'dinov3-small',
      stateOf('dinov3-small', { 'blocks.0.mlp.gate_proj.weight': [96, 64] }),
      'its blocks have "blocks.0.mlp.gate_proj.weight": expected none',
    ],
    [
      'other heads',
      'dino-small',
      stateOf('dino-small', { 'patch_embed.proj.weight': [96, 3, 4, 4] }),
      'its tokens have 96 channels: expected heads of 64',
    ],
  ])('refuses weights with %s', (_, name, state, fault) => {
    expect(() => build(name, state)).toThrow(ModelError);
    expect(() => build(name, state)).toThrow(fault);
  });
});

describe('patchSideOf()', () => {
  it('is told by the weights', () => {
    expect(patchSideOf(new Weights(stateOf('deit-tiny'), 'state'))).toBe(4);
    expect(patchSideOf(new Weights(new Map(), 'state'))).toBeUndefined();
  });
});

describe('isVitName()', () => {
  it('knows vision transformers', () => {
    expect(['dinov3-small', 'resnet18'].map(isVitName)).toEqual([true, false]);
  });
});

describeOnRuntimes('a vision transformer', (runtime) => {
  const run = async (name: VitName, state: StateDict, count = 1) => {
    const model = serializeModel(build(name, state));
    const { block1 } = await runModel(runtime, model, { input: randomMap([count, 3, 12, 12]) });
    return block1;
  };

  it.each<VitName>(['dinov2-small', 'dinov2-small-registers', 'dinov3-small', 'dino-small'])(
    'is the same with the keys of the transformers package: %s',
    async (name) => {
      const state = stateOf(name);
      const original = await run(name, state);
      const renamed = inTransformers(state);
      expect([...renamed.keys()].some((key) => state.has(key))).toBe(name === 'dinov3-small');
      expect(await run(name, renamed)).toEqual(original);
      const prefixed = [...renamed].map(([key, array]) => [`dinov2.${key}`, array] as const);
      expect(await run(name, new Map(prefixed))).toEqual(original);
    },
  );

  it('has no bias of keys in DINOv3, whatever stands in its place', async () => {
    const state = stateOf('dinov3-small');
    const bias = state.get('blocks.0.attn.qkv.bias')?.data ?? new Float32Array();
    const spoiled = bias.map((x, i) => (i >= 64 && i < 128 ? NaN : x));
    const masked = new Map(state)
      .set('blocks.0.attn.qkv.bias', { shape: [192], data: spoiled })
      .set('blocks.0.attn.qkv.bias_mask', { shape: [192], data: spoiled });
    expect(await run('dinov3-small', masked)).toEqual(await run('dinov3-small', state));
  });

  it('sees each picture of a batch by itself', async () => {
    const state = stateOf('dinov2-small-registers');
    const [one, two] = [await run('dinov2-small-registers', state), 2];
    const both = await run('dinov2-small-registers', state, two);
    expect(both.shape).toEqual([2, 64, 3, 3]);
    one.values.forEach((value, i) => expect(both.values[i]).toBeCloseTo(value, 4));
  });
});

/** A state dict with the keys of DINOv2, DINOv3 or ViT in the `transformers` package. */
function inTransformers(state: StateDict): StateDict {
  const isV3 = state.has('storage_tokens');
  const hasScales = state.has('blocks.0.ls1.gamma');
  const attention = isV3 ? 'layer.0.attention' : 'encoder.layer.0.attention.attention';
  const names = isV3 ? ['q_proj', 'k_proj', 'v_proj'] : ['query', 'key', 'value'];
  const result = new Map<string, { shape: readonly number[]; data: Float32Array }>();
  for (const [key, array] of state) {
    if (!key.includes('.qkv.')) {
      result.set(isV3 ? v3Key(key) : hasScales ? v2Key(key) : vitKey(key), array);
      continue;
    }
    const part = key.endsWith('bias') ? 'bias' : 'weight';
    const size = array.data.length / 3;
    names.forEach((name, i) => {
      if (isV3 && name === 'k_proj' && part === 'bias') return;
      const data = array.data.slice(i * size, (i + 1) * size);
      result.set(`${attention}.${name}.${part}`, {
        shape: array.shape.with(0, array.shape[0] / 3),
        data,
      });
    });
  }
  return result;
}

function embeddingKey(key: string): string {
  return key
    .replace('cls_token', 'embeddings.cls_token')
    .replace('pos_embed', 'embeddings.position_embeddings')
    .replace(/(register|storage)_tokens/, 'embeddings.register_tokens')
    .replace('patch_embed.proj', 'embeddings.patch_embeddings.projection');
}

function v2Key(key: string): string {
  return embeddingKey(key)
    .replace('blocks.', 'encoder.layer.')
    .replace('attn.proj', 'attention.output.dense')
    .replace(/ls(\d)\.gamma/, 'layer_scale$1.lambda1')
    .replace(/^norm/, 'layernorm');
}

function v3Key(key: string): string {
  return embeddingKey(key)
    .replace('.projection', '')
    .replace('blocks.', 'layer.')
    .replace('attn.proj', 'attention.o_proj')
    .replace(/ls(\d)\.gamma/, 'layer_scale$1.lambda1')
    .replace('mlp.fc1', 'mlp.up_proj')
    .replace('mlp.fc2', 'mlp.down_proj');
}

function vitKey(key: string): string {
  return v2Key(key)
    .replace('norm1', 'layernorm_before')
    .replace('norm2', 'layernorm_after')
    .replace('mlp.fc1', 'intermediate.dense')
    .replace('mlp.fc2', 'output.dense');
}
