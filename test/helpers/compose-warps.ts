import type { AffineMatrix } from '../../src/image/warp.ts';

/** One matrix for several, applied in the order given. */
export function compose(...steps: readonly AffineMatrix[]): AffineMatrix {
  return steps.reduce(
    ([a, b, c, d, e, f], [A, B, C, D, E, F]): AffineMatrix => [
      A * a + B * d,
      A * b + B * e,
      A * c + B * f + C,
      D * a + E * d,
      D * b + E * e,
      D * c + E * f + F,
    ],
    [1, 0, 0, 0, 1, 0],
  );
}
