import { describe, expect, it } from 'vitest';
import { operand, runModel } from '../../test/helpers/run-graph.ts';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { ModelError } from '../errors.ts';
import { GraphBuilder } from '../graph/builder.ts';
import { relu } from '../graph/operators/elementwise.ts';
import { flatten, reshape, transpose } from '../graph/operators/layout.ts';
import { pad } from '../graph/operators/region.ts';
import { averagePool } from '../graph/operators/window.ts';
import { readOnnx } from '../graph/read.ts';
import { serializeModel } from '../graph/serialize.ts';
import type { Shape, Value } from '../graph/value.ts';
import { importOnnx } from './model-import.ts';
import { readModelInfo } from './model-info.ts';
import { tokenGrid, tokenShape } from './token-maps.ts';

const nothing = { specialTokens: undefined, sizeMultiple: undefined };

describe('tokenGrid()', () => {
  it.each<[string, [tokens: number, size: number], Record<string, number>, number[]]>([
    ['no special token', [784, 448], {}, [0, 16, 28]],
    ['a class token', [197, 224], {}, [1, 16, 14]],
    ['a class token and registers', [1029, 448], {}, [5, 14, 32]],
    ['a distilled one', [198, 224], {}, [2, 16, 14]],
    ['another size', [2309, 672], {}, [5, 14, 48]],
    ['what is told', [260, 64], { specialTokens: 4 }, [4, 4, 16]],
    ['patches that are told', [20, 64], { sizeMultiple: 16 }, [4, 16, 4]],
  ])('finds %s', (_, [tokens, size], told, [leading, patch, side]) => {
    const grid = tokenGrid(['n', tokens, 8], size, { ...nothing, ...told }, 'vit.onnx');
    expect(grid).toEqual({ leading, patch, side });
  });

  it('takes what is told where sizes are open', () => {
    const told = { specialTokens: 1, sizeMultiple: 16 };
    const grid = tokenGrid(['n', 'tokens', 8], 224, told, 'vit.onnx');
    expect(grid).toEqual({ leading: 1, patch: 16, side: undefined });
  });

  it.each<[string, Shape, Record<string, number>, string]>([
    ['open sizes, nothing told', ['n', 't', 8], {}, 'to be told how many'],
    ['open sizes, half told', ['n', 't', 8], { specialTokens: 1 }, 'the side of a patch'],
    ['no grid', ['n', 30, 8], {}, 'its 30 tokens are no square grid of an input of 224 px'],
    ['no such special tokens', ['n', 197, 8], { specialTokens: 4 }, '4 of them special'],
    ['no such patches', ['n', 197, 8], { sizeMultiple: 14 }, 'patches of 14 px'],
  ])('refuses %s', (_, shape, told, fault) => {
    const refused = (): unknown => tokenGrid(shape, 224, { ...nothing, ...told }, 'vit.onnx');
    expect(refused).toThrow(ModelError);
    expect(refused).toThrow(fault);
  });
});

describe('tokenShape()', () => {
  it('is that of the graph, with what it does not tell', () => {
    expect(tokenShape(['n', 197, 'c'], 192)).toEqual(['n', 197, 192]);
    expect(tokenShape(undefined, undefined)).toEqual(['n', 'tokens', 'c']);
  });
});

const description = { name: 'test', licence: 'CC0-1.0', provenance: 'a test' };
const SIZE = 8;
const picture = operand([1, 3, SIZE, SIZE]);

describeOnRuntimes('importOnnx() of tokens', (runtime) => {
  it.each([0, 5])('makes maps of them, %i special ones left out', async (leading) => {
    const level = { levels: [{ name: 'block1' }] };
    const bytes = importOnnx(tokensOf(leading), { ...description, ...level });
    const { levels, preprocessing } = readModelInfo(bytes);
    expect(levels).toEqual([{ name: 'block1', channels: 48 }]);
    expect(preprocessing).toMatchObject({ size: SIZE, isSizeFixed: true, sizeMultiple: 4 });
    const { block1 } = await runModel(runtime, bytes, { image: picture });
    expect(block1.shape).toEqual([1, 48, 2, 2]);
    // The first channel holds the first pixel of each patch, row by row.
    expect(block1.values.slice(0, 4)).toEqual([1, 5, 33, 37]);
  });

  it('takes all of them where no output is a map', () => {
    const { levels } = readModelInfo(importOnnx(tokensOf(0), description));
    expect(levels.map(({ name }) => name)).toEqual(['block1', 'block2']);
  });

  it('takes a value of unknown shape for tokens where special ones are told', async () => {
    const bytes = tokensOf(1);
    const inner = readOnnx(bytes, '').computed.findLast(({ shape }) => shape === undefined);
    const level = { name: inner?.name ?? '', channels: 48 };
    const told = { specialTokens: 0, preprocessing: { sizeMultiple: 4 }, levels: [level] };
    const model = importOnnx(bytes, { ...description, ...told });
    expect(readModelInfo(model).levels).toEqual([level]);
    const outputs = await runModel(runtime, model, { image: picture });
    expect(outputs[level.name].shape).toEqual([1, 48, 2, 2]);
  });
});

describeOnRuntimes('importOnnx() of tokens of any size', (runtime) => {
  const told = { specialTokens: 1, preprocessing: { sizeMultiple: 4 } };

  it.each([
    [8, 8],
    [12, 20],
  ])('makes maps of pictures of %i × %i', async (height, width) => {
    const model = importOnnx(pooledTokens(), { ...description, ...told });
    const image = operand([2, 3, height, width]);
    const { tokens } = await runModel(runtime, model, { image });
    const { pooled } = await runModel(runtime, pooling(), { image });
    expect(tokens).toEqual(pooled);
  });

  it('says what sizes it takes, and asks for what the graph does not tell', () => {
    const model = importOnnx(pooledTokens(), { ...description, ...told });
    const { size, sizeMultiple, isSizeFixed } = readModelInfo(model).preprocessing;
    expect({ size, sizeMultiple, isSizeFixed }).toEqual({ size: 224, sizeMultiple: 4 });
    expect(() => importOnnx(pooledTokens(), description)).toThrow('to be told how many');
  });
});

/** Patches of 4 px as tokens of 48 channels, some of zeros in front of them. */
function tokensOf(leading: number): Uint8Array {
  const g = new GraphBuilder();
  const rows = spaceToTokens(g, g.input('image', [1, 3, SIZE, SIZE]));
  g.output('block1', leading > 0 ? withLeading(g, rows, leading) : rows);
  g.output('block2', relu(g, rows));
  g.output('flat', flatten(g, rows));
  return serializeModel(g);
}

/** [1, 3, S, S] to [1, (S/4)², 48]. */
function spaceToTokens(g: GraphBuilder, x: Value): Value {
  const side = SIZE / 4;
  const split = reshape(g, x, [1, 3, side, 4, side, 4]);
  return reshape(g, transpose(g, split, [0, 2, 4, 1, 3, 5]), [1, side * side, 48]);
}

function withLeading(g: GraphBuilder, rows: Value, leading: number): Value {
  const widths = [[0, 0] as const, [leading, 0] as const, [0, 0] as const];
  return pad(g, rows, widths);
}

/** Means of patches of 4 px, [B, 3, h, w]. */
function pooling(): Uint8Array {
  const g = new GraphBuilder();
  g.output('pooled', averagePool(g, g.input('image', ['n', 3, 'h', 'w']), 4));
  return serializeModel(g);
}

/** The same as tokens behind a class token of zeros. */
function pooledTokens(): Uint8Array {
  const g = new GraphBuilder();
  const map = averagePool(g, g.input('image', ['n', 3, 'h', 'w']), 4);
  const rows = transpose(g, reshape(g, map, ['n', 3, -1]), [0, 2, 1]);
  g.output('tokens', withLeading(g, rows, 1));
  return serializeModel(g);
}
