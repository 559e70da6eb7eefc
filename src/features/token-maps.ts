/**
 * Tokens of vision transformers as feature maps: [B, T, C] to [B, C, h, w], row by row, without the
 * class token and registers in front of the patches.
 *
 * @module
 */
import { ModelError } from '../errors.ts';
import type { GraphBuilder } from '../graph/builder.ts';
import { div } from '../graph/operators/elementwise.ts';
import { concat, reshape, reshapeTo, sizesOf, transpose } from '../graph/operators/layout.ts';
import { slice } from '../graph/operators/region.ts';
import { formatShape, type Shape, type Value } from '../graph/value.ts';

/** What is told of a model's tokens; the rest is worked out. */
export interface TokenOptions {
  /** Tokens in front of the patches: class token and registers. */
  readonly specialTokens: number | undefined;
  /** Side of the patches, pixels. */
  readonly sizeMultiple: number | undefined;
}

/** How the patches lie among the tokens. */
export interface TokenGrid {
  /** Tokens in front of the patches. */
  readonly leading: number;
  /** Side of the patches, pixels. */
  readonly patch: number;
  /** Side of the grid; undefined where the graph takes any size. */
  readonly side: number | undefined;
}

/** More tokens than networks have in front of their patches: a worked out grid has fewer. */
const LEADING_LIMIT = 10;

/**
 * Works out how the patches lie.
 *
 * @param shape - Of the tokens, [B, T, C].
 * @param size - Side of the input, pixels; it tells nothing where the number of tokens is open.
 * @param file - Name of the file, for messages.
 * @throws {@link ModelError} if nothing tells, or what is told does not fit.
 */
export function tokenGrid(
  shape: Shape,
  size: number,
  { specialTokens, sizeMultiple }: TokenOptions,
  file: string,
): TokenGrid {
  const [, tokens] = shape;
  if (typeof tokens === 'string') {
    if (specialTokens !== undefined && sizeMultiple !== undefined) {
      return { leading: specialTokens, patch: sizeMultiple, side: undefined };
    }
    throw new ModelError(
      file,
      `its tokens ${formatShape(shape)} are of an input of any size: expected to be told how many of them stand in front of the patches, and the side of a patch`,
      'Tell both, such as 1 special token (the class token) and a size multiple of 16.',
      { options: ['specialTokens', 'sizeMultiple'] },
    );
  }
  const sides = Array.from({ length: Math.floor(Math.sqrt(tokens)) }, (_, i) => i + 1);
  const side = sides.findLast((candidate) => {
    const leading = tokens - candidate * candidate;
    if (size % candidate !== 0) return false;
    if (sizeMultiple !== undefined && size / candidate !== sizeMultiple) return false;
    return specialTokens === undefined ? leading < LEADING_LIMIT : leading === specialTokens;
  });
  if (side !== undefined) {
    return { leading: tokens - side * side, patch: size / side, side };
  }
  const told = [
    ...(specialTokens === undefined ? [] : [`${specialTokens} of them special`]),
    ...(sizeMultiple === undefined ? [] : [`patches of ${sizeMultiple} px`]),
  ];
  throw new ModelError(
    file,
    `its ${tokens} tokens are no square grid of an input of ${size} px${told.length > 0 ? `, ${told.join(', ')}` : ''}: expected special tokens, then rows of patches`,
    'Tell the number of special tokens and the side of a patch, or choose outputs that hold every patch once.',
    { options: ['specialTokens', 'sizeMultiple', 'levels'] },
  );
}

/**
 * Adds the nodes that make a map of tokens.
 *
 * @param tokens - Shape [B, T, C].
 * @param input - The picture, shape [B, 3, H, W].
 * @returns Shape [B, C, h, w].
 */
export function tokensToMap(
  g: GraphBuilder,
  tokens: Value,
  input: Value,
  { leading, patch, side }: TokenGrid,
): Value {
  const patches = leading > 0 ? slice(g, tokens, [{ axis: 1, start: leading }]) : tokens;
  const rows = transpose(g, patches, [0, 2, 1]);
  const [batch, channels] = rows.shape;
  if (side !== undefined) return reshape(g, rows, [batch, channels, side, side]);
  const height = slice(g, sizesOf(g, input), [{ axis: 0, start: 2, end: 3 }]);
  const rowCount = div(g, height, g.integers([patch]));
  const target = concat(g, [g.integers([0, 0]), rowCount, g.integers([-1])], 0);
  return reshapeTo(g, rows, target, [batch, channels, 'rows', 'columns']);
}

/** The shape of tokens whose channels are told; their number is unknown unless the graph tells it. */
export function tokenShape(shape: Shape | undefined, channels: number | undefined): Shape {
  const [batch = 'n', tokens = 'tokens', width = 'c'] = shape ?? [];
  return [batch, tokens, channels ?? width];
}
