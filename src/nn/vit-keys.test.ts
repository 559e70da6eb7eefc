import { expect, it } from 'vitest';
import { Weights } from '../weights/state-dict.ts';
import { vitKeys } from './vit-keys.ts';

const array = { shape: [1], data: Float32Array.of(0) };
const keysOf = (...keys: string[]) =>
  vitKeys(new Weights(new Map(keys.map((key) => [key, array])), 'state'));

it('names what is missing as the original repositories do', () => {
  const { classToken, patches, blocks } = keysOf();
  expect([classToken, patches]).toEqual(['cls_token', 'patch_embed.proj']);
  expect(blocks).toHaveLength(1);
  expect(blocks[0]).toMatchObject({ attention: 'blocks.0.attn.qkv', scales: undefined });
});

it('counts the blocks, and takes what stands before every key with them', () => {
  const { positions, blocks } = keysOf(
    'vit.embeddings.cls_token',
    'vit.embeddings.position_embeddings',
    'vit.encoder.layer.0.attention.attention.query.weight',
    'vit.encoder.layer.1.attention.attention.query.weight',
    'vit.encoder.layer.10.attention.attention.query.weight',
  );
  expect(positions).toBe('vit.embeddings.position_embeddings');
  expect(blocks).toHaveLength(2);
  expect(blocks[1].attention).toContain('vit.encoder.layer.1.attention.attention.query');
});

it('is not misled by keys that end alike', () => {
  expect(keysOf('head.dist_cls_token', 'cls_token', 'pos_embed').positions).toBe('pos_embed');
});
