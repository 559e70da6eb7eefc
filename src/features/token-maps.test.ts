import { describe, expect, it } from 'vitest';
import { ModelError } from '../errors.ts';
import type { Shape } from '../graph/value.ts';
import { tokenGrid, tokenShape } from './token-maps.ts';

const nothing = { specialTokens: undefined, sizeMultiple: undefined };

describe('tokenGrid()', () => {
  it.each<[string, number, number, Record<string, number>, number[]]>([
    ['no special token', 784, 448, {}, [0, 16, 28]],
    ['a class token', 197, 224, {}, [1, 16, 14]],
    ['a class token and registers', 1029, 448, {}, [5, 14, 32]],
    ['a distilled one', 198, 224, {}, [2, 16, 14]],
    ['another size', 5 + 48 * 48, 672, {}, [5, 14, 48]],
    ['what is told', 260, 64, { specialTokens: 4 }, [4, 4, 16]],
    ['patches that are told', 20, 64, { sizeMultiple: 16 }, [4, 16, 4]],
  ])('finds %s', (_, tokens, size, told, [leading, patch, side]) => {
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
