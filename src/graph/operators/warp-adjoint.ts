/**
 * The gradient of a warped map goes back to the pixels that it was sampled from: a sparse matrix,
 * transposed, times a stack of maps.
 *
 * Adding each point's gradient to its four pixels needs a scatter, and the one of ONNX Runtime that
 * is right for pixels that several points share is slow. So the matrix itself is transposed: for
 * each pixel a list of the points around it, of fixed length, and the products are gathers and small
 * matrix products, ten times as fast (measured). Warps that magnify or fold put more points around
 * a pixel than its list has places; what is left over is scattered.
 *
 * @module
 */
import type { GraphBuilder } from '../builder.ts';
import { fixedDim } from './check.ts';
import { abs, add, cast, clip, max, min, mul, sub } from './elementwise.ts';
import { concat, expand, reshape, transpose } from './layout.ts';
import { matMul } from './matmul.ts';
import { gather, slice } from './region.ts';
import { scatterAdd } from './scatter.ts';
import type { Value } from '../value.ts';
import type { MapSize, Points } from './warp-points.ts';

/**
 * Points that each cell between four pixels has places for. A second one makes room for turns by
 * some degrees; a third costs more than it saves (measured).
 */
const PLACES = 2;

/** Pixels around a point. */
const CORNERS = 4;

/**
 * Adds, for each pixel, the gradients of the points that were sampled from it by their shares.
 *
 * @param rows - dy with channels last, shape [P, C].
 * @returns Shape [B, C, H, W].
 */
export function sampledFrom(g: GraphBuilder, rows: Value, points: Points, size: MapSize): Value {
  const { batch, height, width } = size;
  const channels = fixedDim('GridSample', rows, 1);
  const pixels = batch * height * width;
  const shares = mul(g, points.rowShares, points.columnShares);

  const { places, late } = settle(g, points.cells, pixels);
  const lists = places.map((holders) => listOf(g, holders, shares, size));
  const list = concat(
    g,
    lists.map(({ members }) => members),
    1,
  );
  const weights = concat(
    g,
    lists.map((part) => part.weights),
    1,
  );
  const products = matMul(
    g,
    reshape(g, weights, [pixels, 1, CORNERS * PLACES]),
    gather(g, rows, list),
  );

  const lateSums = leftOver(g, late, { rows, shares, corners: points.corners });
  const sum = scatterAdd(g, reshape(g, products, [pixels * channels]), lateSums);
  return transpose(g, reshape(g, sum, [batch, height, width, channels]), [0, 3, 1, 2]);
}

/**
 * Gives points a place in their cell, one cell one point at a time; those that find none wait.
 *
 * @param cells - int64 of shape [P].
 * @returns For each place and pixel the point, or -1, int64 of shape [`pixels`]; and for each point
 * 1 if it found no place, else 0, int64 of shape [P].
 */
function settle(
  g: GraphBuilder,
  cells: Value,
  pixels: number,
): { readonly places: readonly Value[]; readonly late: Value } {
  const [count] = cells.shape.map(Number);
  const ids = numbers(g, count);
  const elsewhere = g.integers([pixels]); // where points go that have a place
  const nobody = expand(g, g.integers([-1]), [pixels + 1]);
  const isOther = (a: Value, b: Value): Value => min(g, abs(g, sub(g, a, b)), g.integers([1]));
  let waiting = cells;
  const places = Array.from({ length: PLACES }, () => {
    const attributes = { axis: 0, reduction: 'max' };
    const holders = g.apply('ScatterElements', [nobody, waiting, ids], nobody, attributes);
    const isLate = isOther(gather(g, holders, waiting), ids);
    waiting = add(g, mul(g, sub(g, waiting, elsewhere), isLate), elsewhere);
    return slice(g, holders, [{ axis: 0, start: 0, end: pixels }]);
  });
  return { places, late: isOther(waiting, elsewhere) };
}

/** 0, 1, 2, ... as int64. */
function numbers(g: GraphBuilder, count: number): Value {
  return g.constant(
    BigInt64Array.from({ length: count }, (_, i) => BigInt(i)),
    [count],
  );
}

/**
 * For each pixel the points that one place of the four cells around it holds, and their shares in
 * the pixel; both of shape [pixels, 4].
 */
function listOf(
  g: GraphBuilder,
  holders: Value,
  shares: Value,
  { batch, height, width }: MapSize,
): { readonly members: Value; readonly weights: Value } {
  const area = height * width;
  const present = clip(g, cast(g, add(g, holders, g.integers([1])), 'float32'), 0, 1);
  const points = max(g, holders, g.integers([0]));
  const heldShares = mul(g, gather(g, shares, points), reshape(g, present, [batch * area, 1]));
  const { cells, corners, inside } = cellsAround(height, width);
  const pick = (x: Value, places: BigInt64Array): Value =>
    gather(g, x, g.constant(places, [area * CORNERS]), 1);
  const weights = mul(
    g,
    pick(reshape(g, heldShares, [batch, area * CORNERS]), corners),
    g.constant(inside, [area * CORNERS]),
  );
  const shape = [batch * area, CORNERS];
  const members = pick(reshape(g, points, [batch, area]), cells);
  return { members: reshape(g, members, shape), weights: reshape(g, weights, shape) };
}

/** For each pixel and corner the cell that has the pixel at this corner. */
function cellsAround(
  height: number,
  width: number,
): {
  /** The cell, or 0 where it would lie outside of the map. */
  readonly cells: BigInt64Array;
  /** The corner, numbered through all cells. */
  readonly corners: BigInt64Array;
  /** 1 if there is such a cell, else 0. */
  readonly inside: Float32Array;
} {
  const count = height * width * CORNERS;
  const cells = new BigInt64Array(count);
  const corners = new BigInt64Array(count);
  const inside = new Float32Array(count);
  for (let at = 0; at < count; at++) {
    const corner = at % CORNERS;
    const pixel = (at - corner) / CORNERS;
    const x = (pixel % width) - (corner % 2);
    const y = Math.floor(pixel / width) - Math.floor(corner / 2);
    if (x < 0 || y < 0) continue;
    const cell = y * width + x;
    cells[at] = BigInt(cell);
    corners[at] = BigInt(cell * CORNERS + corner);
    inside[at] = 1;
  }
  return { cells, corners, inside };
}

/** What the points without a place add, and to which elements. */
function leftOver(
  g: GraphBuilder,
  late: Value,
  {
    rows,
    shares,
    corners,
  }: { readonly rows: Value; readonly shares: Value; readonly corners: Value },
): { readonly positions: Value; readonly values: Value } {
  const channels = fixedDim('GridSample', rows, 1);
  const indices = g.apply('NonZero', [late], { type: 'int64', shape: [1, 'late'] });
  const points = reshape(g, indices, ['late']);
  const ofPoints = reshape(g, gather(g, rows, points), ['late', 1, channels]);
  const ofCorners = (x: Value): Value => reshape(g, gather(g, x, points), ['late', CORNERS, 1]);
  const starts = mul(g, ofCorners(corners), g.integers([channels]));
  return {
    positions: add(g, starts, numbers(g, channels)),
    values: mul(g, ofPoints, ofCorners(shares)),
  };
}
