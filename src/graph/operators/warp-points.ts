import type { GraphBuilder } from '../builder.ts';
import { fixedShape } from '../gradient-rule.ts';
import type { Value } from '../value.ts';
import { add, cast, clip, floor, mul, sub } from './elementwise.ts';
import { concat, reshape } from './layout.ts';
import { slice } from './region.ts';

/** Sizes of a map that is sampled. */
export interface MapSize {
  /** B. */
  readonly batch: number;
  /** H. */
  readonly height: number;
  /** W. */
  readonly width: number;
}

/**
 * Points of a grid between four pixels each, P of them in a batch. Corners are in the order of
 * reading; pixels are numbered through the whole batch, as rows of the map with channels last.
 */
export interface Points {
  /** The upper left pixel, int64 of shape [P]. */
  readonly cells: Value;
  /** All four; behind the last row or column there is none, and the last stands for it; [P, 4]. */
  readonly corners: Value;
  /** Share of a pixel's row in the point, [P, 4]. */
  readonly rowShares: Value;
  /** Share of its column, [P, 4]. */
  readonly columnShares: Value;
}

/**
 * Adds where the points of a grid lie.
 *
 * @param grid - Pairs (x, y) within the map, as `gridSample` makes them; shape [B, H', W', 2].
 */
export function pointsOf(g: GraphBuilder, grid: Value, { batch, height, width }: MapSize): Points {
  const across = axisTaps(g, grid, 0, width);
  const down = axisTaps(g, grid, 1, height);
  const rows = [down.first, down.first, down.second, down.second];
  const columns = [across.first, across.second, across.first, across.second];
  const starts = g.constant(
    BigInt64Array.from({ length: batch }, (_, i) => BigInt(i * height * width)),
    [batch, 1, 1],
  );
  const pixels = rows.map((row, i) => add(g, mul(g, row.index, g.scalar(width)), columns[i].index));
  const numbered = (pixel: Value): Value => add(g, cast(g, pixel, 'int64'), starts);
  const flat = (x: Value, ...dims: number[]): Value => reshape(g, x, [-1, ...dims]);
  const joined = (parts: readonly Value[]): Value => flat(concat(g, parts, 2), 4);
  return {
    cells: flat(numbered(pixels[0])),
    corners: flat(numbered(concat(g, pixels, 2)), 4),
    rowShares: joined(rows.map((row) => row.share)),
    columnShares: joined(columns.map((column) => column.share)),
  };
}

/** A pixel along one axis beside a point; both of shape [B, points, 1]. */
interface Tap {
  /** Which pixel, float32. */
  readonly index: Value;
  /** Its share of the sample. */
  readonly share: Value;
}

/** The two pixels along one axis between which points lie. */
function axisTaps(
  g: GraphBuilder,
  grid: Value,
  axis: number,
  size: number,
): { readonly first: Tap; readonly second: Tap } {
  const [batch, rows, columns] = fixedShape('GridSample', grid);
  const coordinate = slice(g, grid, [{ axis: 3, start: axis, end: axis + 1 }]);
  const flat = reshape(g, coordinate, [batch, rows * columns, 1]);
  const pixels = sub(g, mul(g, add(g, flat, g.scalar(1)), g.scalar(size / 2)), g.scalar(0.5));
  const inside = clip(g, pixels, 0, size - 1);
  const index = floor(g, inside);
  const share = sub(g, inside, index);
  return {
    first: { index, share: sub(g, g.scalar(1), share) },
    second: { index: clip(g, add(g, index, g.scalar(1)), 0, size - 1), share },
  };
}
