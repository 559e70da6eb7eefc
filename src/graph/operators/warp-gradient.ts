import type { GraphBuilder } from '../builder.ts';
import { fixedShape, type GradientRules, operandsOf } from '../gradient-rule.ts';
import type { Value } from '../value.ts';
import { mul } from './elementwise.ts';
import { concat, reshape, transpose } from './layout.ts';
import { fusedMatMul } from './matmul.ts';
import { reduceSum } from './reduce.ts';
import { gather } from './region.ts';
import { sampledFrom } from './warp-adjoint.ts';
import { pointsOf } from './warp-points.ts';

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
    const size = { batch, height, width };
    const points = pointsOf(g, grid, size);
    const rows = channelsLast(g, dy);
    return [
      () => sampledFrom(g, rows, points, size),
      () => {
        const values = gather(g, channelsLast(g, x), points.corners);
        const single = reshape(g, rows, [-1, 1, channels]);
        const products = fusedMatMul(g, single, values, { transposeB: true });
        const along = (shares: Value, signs: readonly number[], scale: number): Value => {
          const slopes = mul(
            g,
            shares,
            g.constant(
              Float32Array.from(signs, (s) => s * scale),
              [4],
            ),
          );
          return reduceSum(g, mul(g, reshape(g, products, [-1, 4]), slopes), [1]);
        };
        const across = along(points.rowShares, [-1, 1, -1, 1], width / 2);
        const down = along(points.columnShares, [-1, -1, 1, 1], height / 2);
        return reshape(g, concat(g, [across, down], 1), grid.shape);
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

/** Shape [B, C, H, W] as [B · H · W, C]. */
function channelsLast(g: GraphBuilder, x: Value): Value {
  return reshape(g, transpose(g, x, [0, 2, 3, 1]), [-1, x.shape[1]]);
}
