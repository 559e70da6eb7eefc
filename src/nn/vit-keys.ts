/**
 * Where a state dict keeps the arrays of a vision transformer: the original repositories, timm and
 * two generations of the `transformers` package name the same arrays differently.
 *
 * @module
 */
import type { Weights } from '../weights/state-dict.ts';

/** Keys of one block; each stands for a weight and a bias but for the two scales. */
export interface BlockKeys {
  /** Layer normalization in front of the attention. */
  readonly norm1: string;
  /** Query, key and value in one array, or one after the other. */
  readonly attention: string | readonly [query: string, key: string, value: string];
  /** Linear layer behind the attention. */
  readonly projection: string;
  /** Layer normalization in front of the linear layers. */
  readonly norm2: string;
  /** First linear layer. */
  readonly widen: string;
  /** Second linear layer. */
  readonly narrow: string;
  /** Factors of the two branches; undefined if there are none. */
  readonly scales: readonly [attention: string, linear: string] | undefined;
}

/** Keys of a vision transformer. */
export interface VitKeys {
  /** Convolution that makes tokens of patches. */
  readonly patches: string;
  /** Class token. */
  readonly classToken: string;
  /** Position embeddings. */
  readonly positions: string;
  /** Register tokens. */
  readonly registers: string;
  /** Layer normalization behind the last block. */
  readonly norm: string;
  /** What stands before the number of a block. */
  readonly stack: string;
  /** One a block. */
  readonly blocks: readonly BlockKeys[];
}

/** Spellings of each key: the original repositories' first, which messages name. */
const NAMES = {
  classToken: ['cls_token', 'embeddings.cls_token'],
  positions: ['pos_embed', 'embeddings.position_embeddings'],
  registers: ['register_tokens', 'storage_tokens', 'embeddings.register_tokens'],
  patches: [
    'patch_embed.proj',
    'embeddings.patch_embeddings.projection',
    'embeddings.patch_embeddings',
  ],
  norm: ['norm', 'layernorm'],
  blocks: ['blocks', 'encoder.layer', 'layer', 'model.layer', 'layers'],
  norm1: ['norm1', 'layernorm_before'],
  joined: ['attn.qkv'],
  query: ['attention.attention.query', 'attention.q_proj'],
  key: ['attention.attention.key', 'attention.k_proj'],
  value: ['attention.attention.value', 'attention.v_proj'],
  projection: ['attn.proj', 'attention.output.dense', 'attention.o_proj'],
  scale1: ['ls1.gamma', 'layer_scale1.lambda1'],
  norm2: ['norm2', 'layernorm_after'],
  widen: ['mlp.fc1', 'intermediate.dense', 'mlp.up_proj'],
  narrow: ['mlp.fc2', 'output.dense', 'mlp.down_proj'],
  scale2: ['ls2.gamma', 'layer_scale2.lambda1'],
} as const;

/** The keys that a state dict uses; whatever it lacks has the first spelling, for the message. */
export function vitKeys(weights: Weights): VitKeys {
  const prefix = prefixOf(weights);
  const pick = (name: keyof typeof NAMES, within = prefix): string => {
    const spellings: readonly string[] = NAMES[name];
    const keys = spellings.map((spelling) => within + spelling);
    return keys.find((key) => isArray(weights, key)) ?? keys[0];
  };
  const stack =
    NAMES.blocks
      .map((name) => prefix + name)
      .find((name) => weights.has(`${name}.0.`, { prefix: true })) ?? `${prefix}blocks`;
  const blocks: BlockKeys[] = [];
  for (let i = 0; i === 0 || weights.has(`${stack}.${i}.`, { prefix: true }); i++) {
    blocks.push(blockKeys(weights, (name) => pick(name, `${stack}.${i}.`)));
  }
  return {
    classToken: pick('classToken'),
    positions: pick('positions'),
    registers: pick('registers'),
    patches: pick('patches'),
    norm: pick('norm'),
    stack,
    blocks,
  };
}

/** What stands before every key, such as `dinov2.` of a model with a head. */
function prefixOf(weights: Weights): string {
  for (const spelling of NAMES.classToken.toReversed()) {
    const key = weights.keys.find((name) => name === spelling || name.endsWith(`.${spelling}`));
    if (key !== undefined) return key.slice(0, key.length - spelling.length);
  }
  return '';
}

function blockKeys(weights: Weights, pick: (name: keyof typeof NAMES) => string): BlockKeys {
  const joined = pick('joined');
  const query = pick('query');
  const scale1 = pick('scale1');
  return {
    norm1: pick('norm1'),
    attention: isArray(weights, query) ? [query, pick('key'), pick('value')] : joined,
    projection: pick('projection'),
    norm2: pick('norm2'),
    widen: pick('widen'),
    narrow: pick('narrow'),
    scales: isArray(weights, scale1) ? [scale1, pick('scale2')] : undefined,
  };
}

/** Whether a key is an array itself or the name of a weight. */
function isArray(weights: Weights, key: string): boolean {
  return weights.has(key) || weights.has(`${key}.weight`);
}
