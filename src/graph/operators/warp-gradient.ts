import type { GraphBuilder } from '../builder.ts';
import { fixedShape, type GradientRules, operandsOf } from '../gradient-rule.ts';
import type { Value } from '../value.ts';
import { add, cast, clip, floor, mul, sub } from './elementwise.ts';
import { concat, expand, reshape } from './layout.ts';
import { fusedMatMul } from './matmul.ts';
import { reduceSum } from './reduce.ts';
import { slice } from './region.ts';
import { scatterAdd } from './scatter.ts';

/** Gradients of the operators in `warp.ts`. */
export const warpGradients: GradientRules = {
  AffineGrid: (g, _, dy) => {
    const [batch, height, width] = fixedShape('AffineGrid', dy);
    const pairs = reshape(g, dy, [batch, height * width, 2]);
    const centres = g.constant(pixelCentres(height, width), [height * width, 3]);
    return [() => fusedMatMul(g, pairs, centres, { transposeA: true })];
  },
  GridSample: (g, node, dy) => {
    const [x, grid] = operandsOf(node);
    const [batch, channels, height, width] = fixedShape('GridSample', x);
    const [, rows, columns] = fixedShape('GridSample', grid);
    const points = rows * columns;
    const across = axisTaps(g, grid, 0, width);
    const down = axisTaps(g, grid, 1, height);
    const corners = [down.first, down.second].flatMap((row) =>
      [across.first, across.second].map((column) => ({
        pixel: cast(g, add(g, mul(g, row.index, g.scalar(width)), column.index), 'int64'),
        weight: mul(g, row.weight, column.weight),
      })),
    );
    const slopes = reshape(g, dy, [batch, channels, points]);

    return [
      () => {
        const planes = BigInt64Array.from({ length: batch * channels }, (_, i) => {
          return BigInt(i * height * width);
        });
        const starts = g.constant(planes, [batch, channels, 1]);
        const parts = corners.map(({ pixel, weight }) => ({
          positions: add(g, starts, pixel),
          values: mul(g, slopes, weight),
        }));
        const sum = scatterAdd(g, batch * channels * height * width, parts);
        return reshape(g, sum, [batch, channels, height, width]);
      },
      () => {
        const maps = reshape(g, x, [batch, channels, height * width]);
        const products = corners.map(({ pixel }) => {
          const positions = expand(g, pixel, [batch, channels, points]);
          const values = g.apply('GatherElements', [maps, positions], slopes, { axis: 2 });
          return reduceSum(g, mul(g, slopes, values), [1]);
        });
        const [upperLeft, upperRight, lowerLeft, lowerRight] = products;
        const dx = mix(g, down, sub(g, upperRight, upperLeft), sub(g, lowerRight, lowerLeft));
        const dyDown = mix(g, across, sub(g, lowerLeft, upperLeft), sub(g, lowerRight, upperRight));
        const pair = [mul(g, dx, g.scalar(width / 2)), mul(g, dyDown, g.scalar(height / 2))];
        const shape = [batch, rows, columns, 1];
        return concat(
          g,
          pair.map((part) => reshape(g, part, shape)),
          3,
        );
      },
    ];
  },
};

/** (x, y, 1) of each pixel in the coordinates of `affineGrid`, shape [H · W, 3]. */
function pixelCentres(height: number, width: number): Float32Array {
  const centres = new Float32Array(height * width * 3);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      centres.set([(2 * x + 1) / width - 1, (2 * y + 1) / height - 1, 1], at);
    }
  }
  return centres;
}

/** The two pixels along one axis between which a point lies; all of shape [B, 1, points]. */
interface AxisTaps {
  readonly first: Tap;
  readonly second: Tap;
}

interface Tap {
  /** Which pixel, float32. */
  readonly index: Value;
  /** Its share of the sample. */
  readonly weight: Value;
}

/** Taps of points that lie within the map, as `gridSample` makes them. */
function axisTaps(g: GraphBuilder, grid: Value, axis: number, size: number): AxisTaps {
  const [batch, rows, columns] = fixedShape('GridSample', grid);
  const coordinate = slice(g, grid, [{ axis: 3, start: axis, end: axis + 1 }]);
  const flat = reshape(g, coordinate, [batch, 1, rows * columns]);
  const pixels = sub(g, mul(g, add(g, flat, g.scalar(1)), g.scalar(size / 2)), g.scalar(0.5));
  const inside = clip(g, pixels, 0, size - 1);
  const index = floor(g, inside);
  const weight = sub(g, inside, index);
  return {
    first: { index, weight: sub(g, g.scalar(1), weight) },
    second: { index: clip(g, add(g, index, g.scalar(1)), 0, size - 1), weight },
  };
}

/** Values at two taps, by their weights. */
function mix(g: GraphBuilder, taps: AxisTaps, atFirst: Value, atSecond: Value): Value {
  return add(g, mul(g, atFirst, taps.first.weight), mul(g, atSecond, taps.second.weight));
}
