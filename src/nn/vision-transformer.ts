/**
 * Vision transformers (arXiv:2010.11929) for inference: the ones that DINO, DINOv2, DINOv3 and DeiT
 * trained.
 *
 * @module
 */
import { ModelError } from '../errors.ts';
import { type Graph, GraphBuilder } from '../graph/builder.ts';
import { add, gelu, mul } from '../graph/operators/elementwise.ts';
import { reshape, transpose } from '../graph/operators/layout.ts';
import { fusedMatMul, linear, matMul } from '../graph/operators/matmul.ts';
import { layerNormalization, softmax } from '../graph/operators/normalization.ts';
import { pad, slice } from '../graph/operators/region.ts';
import { conv } from '../graph/operators/window.ts';
import type { Value } from '../graph/value.ts';
import type { Weights } from '../weights/state-dict.ts';
import { type GridInterpolation, interpolatePositions } from './position-embedding.ts';
import { rotaryTable, type RotaryTable, rotate } from './rotary-embedding.ts';
import { type BlockKeys, type VitKeys, vitKeys } from './vit-keys.ts';

/** What the weights of a vision transformer do not tell. */
export interface VitConfig {
  /** Register tokens behind the class token. */
  readonly registers: number;
  /** ε of the layer normalizations. */
  readonly epsilon: number;
  /** Position embeddings that were learned, and how they reach another size. */
  readonly learned?: GridInterpolation;
  /** Base of a rotary position embedding, in place of learned ones. */
  readonly rotary?: number;
}

/** Name of a vision transformer that can be built. */
export type VitName =
  'dinov2-small' | 'dinov2-small-registers' | 'dinov3-small' | 'dino-small' | 'deit-tiny';

/** Networks with the settings of their authors' code. */
export const VISION_TRANSFORMERS: Readonly<Record<VitName, VitConfig>> = {
  /** facebookresearch/dinov2, `dinov2_vits14`. */
  'dinov2-small': { registers: 0, epsilon: 1e-6, learned: { offset: 0.1, antialias: false } },
  /** facebookresearch/dinov2, `dinov2_vits14_reg` (arXiv:2309.16588). */
  'dinov2-small-registers': {
    registers: 4,
    epsilon: 1e-6,
    learned: { offset: 0, antialias: true },
  },
  /** facebookresearch/dinov3, `dinov3_vits16`. */
  'dinov3-small': { registers: 4, epsilon: 1e-5, rotary: 100 },
  /** facebookresearch/dino, `dino_vits16`. */
  'dino-small': { registers: 0, epsilon: 1e-6, learned: { offset: 0.1, antialias: false } },
  /** facebookresearch/deit, `deit_tiny_patch16_224`; its main.py interpolates without an offset. */
  'deit-tiny': { registers: 0, epsilon: 1e-6, learned: { offset: 0, antialias: false } },
};

/** Their names. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys are those of the record
export const vitNames: readonly VitName[] = Object.keys(VISION_TRANSFORMERS) as VitName[];

/** Whether a network is a vision transformer. */
export function isVitName(name: string): name is VitName {
  return Object.hasOwn(VISION_TRANSFORMERS, name);
}

/** Width of a head in every one of them, D. */
const HEAD = 64;

/** Which biases of its keys DINOv3 masks: all of them. */
const BIAS_MASK = '.bias_mask';

/** Side of the patches of a vision transformer, pixels; undefined if the weights do not tell. */
export function patchSideOf(weights: Weights): number | undefined {
  return weights.shapeOf(`${vitKeys(weights).patches}.weight`)?.[2];
}

/**
 * Builds a vision transformer for square pictures of one size. Its width, depth and patches show in
 * the weights.
 *
 * Input `input` of shape [B, 3, S, S]. Outputs `block1`, `block2`, … of shape [B, C, h, w]: the
 * patches behind each block, normalised by the network's last layer as its authors'
 * `get_intermediate_layers` does; class and register tokens are left out.
 *
 * The size is fixed, since position embeddings are interpolated here, once and in double precision: a
 * graph that did so itself would compute them again for every picture, and differently on each
 * runtime.
 *
 * @param size - Side S, pixels; a multiple of the patches' side.
 * @throws {@link ModelError} if a key is missing, or an array has another shape.
 */
export function buildVisionTransformer(weights: Weights, config: VitConfig, size: number): Graph {
  return new VitBuilder(weights, config, size).build();
}

/** One network on its way to a graph. */
class VitBuilder {
  readonly #g = new GraphBuilder();
  readonly #weights: Weights;
  readonly #config: VitConfig;
  readonly #keys: VitKeys;
  readonly #size: number;
  /** Side of the grid of patches. */
  readonly #side: number;
  readonly #patch: number;
  readonly #width: number;
  /** Tokens in front of the patches. */
  readonly #leading: number;

  constructor(weights: Weights, config: VitConfig, size: number) {
    this.#weights = weights;
    this.#config = config;
    this.#keys = vitKeys(weights);
    const [width = 1, , patch = 1] = weights.shapeOf(`${this.#keys.patches}.weight`) ?? [];
    this.#width = width;
    this.#patch = patch;
    this.#size = size;
    this.#side = Math.floor(size / patch);
    this.#leading = 1 + config.registers;
  }

  build(): Graph {
    const g = this.#g;
    this.#assertHeads();
    const tokens = this.#embed(g.input('input', ['n', 3, this.#size, this.#size]));
    const { rotary: base } = this.#config;
    const grid = { side: this.#side, leading: this.#leading, width: HEAD };
    const table = base === undefined ? undefined : rotaryTable(g, { ...grid, base });
    let x = tokens;
    for (const [i, keys] of this.#keys.blocks.entries()) {
      x = g.scope(`block${i + 1}`, () => this.#block(x, keys, table));
      g.output(`block${i + 1}`, this.#map(x));
    }
    this.#assertComplete();
    return g;
  }

  /** An array of a block that nobody took, such as a gate's, is of another network. */
  #assertComplete(): void {
    const { stack } = this.#keys;
    const stranger = this.#weights
      .unused()
      .find((key) => key.startsWith(`${stack}.`) && !key.endsWith(BIAS_MASK));
    if (stranger === undefined) return;
    throw new ModelError(
      this.#weights.file,
      `its blocks have "${stranger}": expected none, as no network of this architecture has it`,
      'Choose the architecture of the weights, or export the network as .onnx and import that.',
      { options: ['architecture'] },
    );
  }

  /** Makes tokens of a picture: [B, 3, S, S] to [B, T, C]. */
  #embed(input: Value): Value {
    const g = this.#g;
    const { patches } = this.#keys;
    const [width, side, patch] = [this.#width, this.#side, this.#patch];
    const filters = this.#constant(`${patches}.weight`, [width, 3, patch, patch]);
    const bias = this.#constant(`${patches}.bias`, [width]);
    const map = conv(g, input, filters, { stride: patch, bias });
    const rows = transpose(g, reshape(g, map, ['n', width, side * side]), [0, 2, 1]);
    // Zeros in front of the patches become the class token and the registers, whatever the batch.
    const all = pad(g, rows, [
      [0, 0],
      [this.#leading, 0],
      [0, 0],
    ]);
    const tokens = this.#leading + side * side;
    return add(g, all, g.constant(this.#addends(), [tokens, width], 'tokens'));
  }

  /** Class token, registers and position embeddings, shape [T, C]. */
  #addends(): Float32Array {
    const [width, side] = [this.#width, this.#side];
    const { registers, learned } = this.#config;
    const addends = new Float32Array((this.#leading + side * side) * width);
    addends.set(this.#weights.take(this.#keys.classToken, [1, 1, width]));
    this.#assertRegisters();
    if (registers > 0) {
      addends.set(this.#weights.take(this.#keys.registers, [1, registers, width]), width);
    }
    if (learned === undefined) return addends;
    const [, positions = 2] = this.#weights.shapeOf(this.#keys.positions) ?? [];
    const from = Math.round(Math.sqrt(positions - 1));
    const all = this.#weights.take(this.#keys.positions, [1, 1 + from * from, width]);
    for (let c = 0; c < width; c++) addends[c] += all[c];
    const grid = interpolatePositions(all.subarray(width), { from, to: side, width }, learned);
    addends.set(grid, this.#leading * width);
    return addends;
  }

  #assertHeads(): void {
    if (this.#width % HEAD === 0 || !this.#weights.has(`${this.#keys.patches}.weight`)) return;
    throw new ModelError(
      this.#weights.file,
      `its tokens have ${this.#width} channels: expected heads of ${HEAD}`,
      'Export the network as .onnx, and import that.',
    );
  }

  /** Registers that are left out would change every feature, and nobody would see why. */
  #assertRegisters(): void {
    const [, count = 0] = this.#weights.shapeOf(this.#keys.registers) ?? [];
    if (count === this.#config.registers) return;
    throw new ModelError(
      this.#weights.file,
      `it has ${count} register tokens: expected ${this.#config.registers}`,
      'Choose the architecture with registers for weights that have them, and only for those.',
      { options: ['architecture'] },
    );
  }

  /** Attention and linear layers, each beside a shortcut. */
  #block(x: Value, keys: BlockKeys, table: RotaryTable | undefined): Value {
    const g = this.#g;
    const [scale1, scale2] = keys.scales ?? [];
    const attended = this.#attention(this.#norm(x, keys.norm1), keys, table);
    const y = add(g, x, this.#scaled(attended, scale1));
    const [width, hidden] = [this.#width, this.#weights.shapeOf(`${keys.widen}.weight`)?.[0] ?? 1];
    const wide = gelu(g, this.#linear(this.#norm(y, keys.norm2), keys.widen, hidden));
    return add(g, y, this.#scaled(this.#linear(wide, keys.narrow, width), scale2));
  }

  #attention(x: Value, keys: BlockKeys, table: RotaryTable | undefined): Value {
    const g = this.#g;
    const [, tokens] = x.shape;
    const width = this.#width;
    const heads = width / HEAD;
    const [query, key, value] = this.#projections(keys.attention).map(({ weight, bias }) => {
      const flat = linear(g, x, weight, bias);
      return transpose(g, reshape(g, flat, ['n', tokens, heads, HEAD]), [0, 2, 1, 3]);
    });
    const turned = (v: Value): Value => (table ? rotate(g, v, table) : v);
    const products = { transposeB: true, alpha: 1 / Math.sqrt(HEAD) };
    const shares = softmax(g, fusedMatMul(g, turned(query), turned(key), products));
    const mixed = transpose(g, matMul(g, shares, value), [0, 2, 1, 3]);
    return this.#linear(reshape(g, mixed, ['n', tokens, width]), keys.projection, width);
  }

  /** Weights and biases of query, key and value. */
  #projections(keys: BlockKeys['attention']): readonly { weight: Value; bias: Value }[] {
    const width = this.#width;
    if (typeof keys !== 'string') {
      return keys.map((key) => ({
        weight: this.#constant(`${key}.weight`, [width, width]),
        bias: this.#biasOf(key),
      }));
    }
    const weight = this.#weights.take(`${keys}.weight`, [3 * width, width]);
    const bias = this.#weights.take(`${keys}.bias`, [3 * width]);
    return ['query', 'key', 'value'].map((name, i) => {
      const rows = weight.subarray(i * width * width, (i + 1) * width * width);
      // DINOv3 masks the bias of its keys: what stands there is no part of the network.
      const isMasked = name === 'key' && this.#config.rotary !== undefined;
      const own = isMasked ? new Float32Array(width) : bias.subarray(i * width, (i + 1) * width);
      return {
        weight: this.#g.constant(rows, [width, width], `${keys}.weight/${name}`),
        bias: this.#g.constant(own, [width], `${keys}.bias/${name}`),
      };
    });
  }

  /** A bias, or zeros where a network has none, as DINOv3's keys. */
  #biasOf(key: string): Value {
    const name = `${key}.bias`;
    const isMissing = this.#config.rotary !== undefined && !this.#weights.has(name);
    if (isMissing) return this.#g.constant(new Float32Array(this.#width), [this.#width], name);
    return this.#constant(name, [this.#width]);
  }

  #linear(x: Value, key: string, width: number): Value {
    const weight = this.#constant(`${key}.weight`, [width, Number(x.shape.at(-1))]);
    return linear(this.#g, x, weight, this.#constant(`${key}.bias`, [width]));
  }

  #scaled(x: Value, key: string | undefined): Value {
    return key === undefined ? x : mul(this.#g, x, this.#constant(key, [this.#width]));
  }

  #norm(x: Value, key: string): Value {
    const scale = this.#constant(`${key}.weight`, [this.#width]);
    const bias = this.#constant(`${key}.bias`, [this.#width]);
    return layerNormalization(this.#g, x, { scale, bias }, this.#config.epsilon);
  }

  /** The patches as a normalised map: [B, T, C] to [B, C, h, w]. */
  #map(x: Value): Value {
    const g = this.#g;
    const patches = slice(g, x, [{ axis: 1, start: this.#leading }]);
    const rows = transpose(g, this.#norm(patches, this.#keys.norm), [0, 2, 1]);
    return reshape(g, rows, ['n', this.#width, this.#side, this.#side]);
  }

  readonly #constants = new Map<string, Value>();

  /** An array of the state dict, the same value each time. */
  #constant(key: string, shape: readonly number[]): Value {
    const known = this.#constants.get(key);
    if (known) return known;
    const value = this.#g.constant(this.#weights.take(key, shape), shape, key);
    this.#constants.set(key, value);
    return value;
  }
}
