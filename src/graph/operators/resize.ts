import type { GraphBuilder } from '../builder.ts';
import type { Value } from '../value.ts';
import { expectRank, expectType } from './check.ts';

/**
 * Bilinear resizing without antialiasing, pixel centres at half-integers: PyTorch's `interpolate`
 * with `align_corners=False`.
 *
 * @param x - Shape [B, C, H, W].
 * @param size - Wanted [H', W'].
 * @returns Shape [B, C, H', W'].
 * @throws {@link GraphError} if `x` is no float32 map.
 */
export function interpolateBilinear(
  g: GraphBuilder,
  x: Value,
  size: readonly [height: number, width: number],
): Value {
  expectType('Resize', [x], ['float32']);
  expectRank('Resize', x, 4, '[B, C, H, W]');
  const [batch, channels] = x.shape;
  const output = { type: x.type, shape: [batch, channels, ...size] };
  return g.apply('Resize', [x, undefined, undefined, g.integers(size)], output, {
    axes: [2, 3],
    coordinate_transformation_mode: 'half_pixel',
    mode: 'linear',
  });
}
