/** Where the part lies in the picture. */
import type { Random } from '../random.ts';
import type { Bounds } from './sdf.ts';
import { cosine, sine } from './turn.ts';

/** How freely a part may lie: exactly in place, in a loose fixture, or anyhow on a belt. */
export type PoseFreedom = 'fixed' | 'small' | 'free';

/** Every {@link PoseFreedom}. */
export const poseFreedoms: readonly PoseFreedom[] = ['fixed', 'small', 'free'];

/** The map from pixels to part units, and the size of the picture. */
export interface View {
  readonly width: number;
  readonly height: number;
  /** Side of a pixel in part units. */
  readonly pixel: number;
  /** Cosine and sine of the part's turn, clockwise in the picture. */
  readonly cos: number;
  readonly sin: number;
  /** Pixel that the part's origin falls on. */
  readonly originX: number;
  readonly originY: number;
}

/** Part units that the shorter side of the picture spans at scale 1; a part spans up to 2.44. */
const field = 2.7;

/** Limits: turn in turns, shift in part units each way, scale as a share. */
const limits: Record<PoseFreedom, { turn: number; shift: number; scale: number }> = {
  fixed: { turn: 0, shift: 0, scale: 0 },
  small: { turn: 0.012, shift: 0.05, scale: 0.02 },
  free: { turn: 0.5, shift: 0.08, scale: 0.05 },
};

/** Draws a pose within its freedom. */
export function drawView(
  size: { readonly width: number; readonly height: number },
  freedom: PoseFreedom,
  random: Random,
): View {
  const limit = limits[freedom];
  const symmetric = (range: number): number => range * (2 * random.uniform() - 1);
  const turn = symmetric(limit.turn);
  // Only ever smaller than scale 1, so that the part stays within the picture.
  const scale = 1 - limit.scale * (1 + symmetric(1));
  const pixel = field / Math.min(size.width, size.height) / scale;
  return {
    ...size,
    pixel,
    cos: cosine(turn),
    sin: sine(turn),
    originX: size.width / 2 + symmetric(limit.shift) / pixel,
    originY: size.height / 2 + symmetric(limit.shift) / pixel,
  };
}

/**
 * Calls `visit` for the pixels whose centres may lie in a box of the part, or within a pixel of it.
 *
 * @param visit - Gets the pixel's index in the picture and its centre in part units.
 */
export function forPixelsIn(
  view: View,
  bounds: Bounds,
  visit: (index: number, x: number, y: number) => void,
): void {
  const { width, height, pixel, cos, sin, originX, originY } = view;
  const centreX = originX + (cos * bounds.x - sin * bounds.y) / pixel;
  const centreY = originY + (sin * bounds.x + cos * bounds.y) / pixel;
  const [c, s] = [Math.abs(cos) / pixel, Math.abs(sin) / pixel];
  const reachX = c * bounds.halfWidth + s * bounds.halfHeight + 1.5;
  const reachY = s * bounds.halfWidth + c * bounds.halfHeight + 1.5;

  const right = Math.min(width, Math.ceil(centreX + reachX));
  const bottom = Math.min(height, Math.ceil(centreY + reachY));
  for (let row = Math.max(0, Math.floor(centreY - reachY)); row < bottom; row++) {
    const dy = (row + 0.5 - originY) * pixel;
    for (let column = Math.max(0, Math.floor(centreX - reachX)); column < right; column++) {
      const dx = (column + 0.5 - originX) * pixel;
      visit(row * width + column, cos * dx + sin * dy, cos * dy - sin * dx);
    }
  }
}
