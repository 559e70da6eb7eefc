import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { importOnnx } from '../../src/features/model-import.ts';
import { readModelInfo } from '../../src/features/model-info.ts';
import { importStateDict } from '../../src/features/state-dict-import.ts';
import { GRAPH, MODEL, TENSOR } from '../../src/graph/onnx.ts';
import { Message } from '../../src/graph/wire.ts';
import type { StateDict } from '../../src/weights/state-dict.ts';
import { weightsPath } from '../../studies/data-folders.ts';
import { type Result, runModel } from '../helpers/run-graph.ts';
import { randomMap } from '../helpers/run-layers.ts';
import { describeOnRuntimes } from '../helpers/runtimes.ts';
import { needsOf } from '../helpers/shared-data.ts';

const description = { name: 'test', licence: 'see docs/data.md', provenance: 'docs/data.md' };
const SIZE = 448;
const SIDE = 28;
const WIDTH = 192;

describeOnRuntimes('DeiT-Tiny with its published weights', (runtime) => {
  const path = weightsPath('deit_tiny_448_blocks.onnx');
  const needs = needsOf(path);
  const image = randomMap([1, 3, SIZE, SIZE]);

  it.skipIf(needs.areMissing)(
    `has maps of the tokens of another's export, bit for bit${needs.note}`,
    async () => {
      const bytes = readFileSync(path);
      const model = importOnnx(bytes, { ...description, levels: [{ name: 'block4' }] });
      const { levels, preprocessing } = readModelInfo(model);
      expect(levels).toEqual([{ name: 'block4', channels: WIDTH }]);
      expect(preprocessing).toMatchObject({ size: SIZE, isSizeFixed: true, sizeMultiple: 16 });
      const [tokens, maps] = await Promise.all([
        runModel(runtime, bytes, { image }),
        runModel(runtime, model, { image }),
      ]);
      expect(maps).toEqual({ block4: asMap(tokens['block4']) });
    },
  );

  it.skipIf(needs.areMissing)(
    `equals that export to 1e-4 when it is built of the same weights${needs.note}`,
    async () => {
      const bytes = readFileSync(path);
      const state = stateOf(bytes);
      const options = { ...description, preprocessing: { size: SIZE } };
      const { model, unused } = importStateDict('deit-tiny', state, options);
      expect(unused).toEqual(['head.weight', 'head.bias']);
      const { defaultLevels } = readModelInfo(model);
      expect(defaultLevels).toEqual(['block4', 'block8']);
      const [tokens, maps] = await Promise.all([
        runModel(runtime, bytes, { image }),
        runModel(runtime, model, { input: image }),
      ]);
      for (const level of ['block1', 'block8', 'block12']) {
        const expected = asMap(normalized(tokens[level], state));
        expect(maps[level].shape).toEqual(expected.shape);
        expect(largestError(maps[level].values, expected.values)).toBeLessThan(1e-4);
      }
    },
  );
});

function largestError(values: readonly number[], expected: readonly number[]): number {
  return values.reduce((worst, y, i) => Math.max(worst, Math.abs(y - expected[i])), 0);
}

/** [1, T, C] to [1, C, h, w]. */
function asMap({ values }: Result): Result {
  const patches = SIDE * SIDE;
  const map = Array.from({ length: values.length }, (_, i) => {
    return values[(i % patches) * WIDTH + Math.floor(i / patches)];
  });
  return { shape: [1, WIDTH, SIDE, SIDE], values: map };
}

/** The network's last layer normalization of each token. */
function normalized({ shape, values }: Result, state: StateDict): Result {
  const [scale, bias] = ['norm.weight', 'norm.bias'].map((key) => state.get(key)?.data ?? []);
  const result = values.slice();
  for (let start = 0; start < values.length; start += WIDTH) {
    const token = values.slice(start, start + WIDTH);
    const mean = token.reduce((sum, x) => sum + x, 0) / WIDTH;
    const variance = token.reduce((sum, x) => sum + (x - mean) ** 2, 0) / WIDTH;
    token.forEach((x, c) => {
      result[start + c] = ((x - mean) / Math.sqrt(variance + 1e-6)) * scale[c] + bias[c];
    });
  }
  return { shape, values: result };
}

/** Names of the export's own, by those of facebookresearch/deit; its matrices stand transposed. */
const NAMES: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^pw$/, 'patch_embed.proj.weight'],
  [/^pb$/, 'patch_embed.proj.bias'],
  [/^cls$/, 'cls_token'],
  [/^pos$/, 'pos_embed'],
  [/^lnw$/, 'norm.weight'],
  [/^lnb$/, 'norm.bias'],
  [/^hw$/, 'head.weight'],
  [/^hb$/, 'head.bias'],
  [/^b(\d+)_n(\d)w$/, 'blocks.$1.norm$2.weight'],
  [/^b(\d+)_n(\d)b$/, 'blocks.$1.norm$2.bias'],
  [/^b(\d+)_([qkv])w$/, 'blocks.$1.attention.$2_proj.weight'],
  [/^b(\d+)_([qkv])b$/, 'blocks.$1.attention.$2_proj.bias'],
  [/^b(\d+)_pjw$/, 'blocks.$1.attn.proj.weight'],
  [/^b(\d+)_pjb$/, 'blocks.$1.attn.proj.bias'],
  [/^b(\d+)_f(\d)w$/, 'blocks.$1.mlp.fc$2.weight'],
  [/^b(\d+)_f(\d)b$/, 'blocks.$1.mlp.fc$2.bias'],
];

function stateOf(bytes: Uint8Array): StateDict {
  const state = new Map<string, { shape: readonly number[]; data: Float32Array }>();
  for (const graph of new Message(bytes).messages(MODEL.graph)) {
    for (const tensor of graph.messages(GRAPH.initializer)) {
      const own = tensor.text(TENSOR.name);
      const [pattern, name] = NAMES.find(([one]) => one.test(own)) ?? [];
      if (pattern === undefined || name === undefined) continue;
      const shape = dimsOf(tensor);
      // Elements stand at the end of their field, behind its tag and length.
      const size = 4 * shape.reduce((product, dim) => product * dim, 1);
      const raw = Uint8Array.from(tensor.all(TENSOR.rawData)[0].raw.subarray(-size));
      const data = new Float32Array(raw.buffer);
      const isMatrix = shape.length === 2 && own !== 'hw';
      state.set(
        own.replace(pattern, name),
        isMatrix ? { shape: shape.toReversed(), data: transposed(data, shape) } : { shape, data },
      );
    }
  }
  return state;
}

/** Sizes of a tensor, each a field. */
function dimsOf(tensor: Message): number[] {
  return tensor.all(TENSOR.dims).map((field) => field.integer);
}

function transposed(data: Float32Array, [rows, columns]: readonly number[]): Float32Array {
  return data.map((_, i) => data[(i % rows) * columns + Math.floor(i / rows)]);
}
