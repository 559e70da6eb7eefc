import type { MaskStroke } from '../../ports/review-api.ts';

/** Points of one stroke that a station takes. */
const MOST = 5000;

/** A stroke with another point; one that is hardly further than the last is left out. */
export function extended(stroke: MaskStroke, [x, y]: readonly [number, number]): MaskStroke {
  const { points, width } = stroke;
  const [lastX, lastY] = points.at(-1) ?? [Infinity, Infinity];
  if (points.length >= MOST || Math.hypot(x - lastX, y - lastY) < width / 8) return stroke;
  return { width, points: [...points, [x, y]] };
}
