/**
 * Plane shapes as signed distance fields: negative inside, zero on the outline, positive outside,
 * in part units (a part is about two units across). Formulas after I. Quilez, "2D distance functions".
 *
 * @module
 */
import type { Noise } from './noise.ts';
import { cosine, type Point, polar, sine } from './turn.ts';

/** Signed distance at a point. */
export type Distance = (x: number, y: number) => number;

/** A box that contains a shape: centre and half sides. */
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly halfWidth: number;
  readonly halfHeight: number;
}

/** A distance field and a box around its inside, so that a painter can skip the rest. */
export interface PlaneShape {
  readonly distance: Distance;
  readonly bounds: Bounds;
}

/** Where a copy of a shape goes. */
export interface Placement {
  readonly x?: number;
  readonly y?: number;
  /** Clockwise in the picture, in turns. */
  readonly turn?: number;
}

/** A disc around the origin. */
export function circle(radius: number): PlaneShape {
  return {
    distance: (x, y) => Math.sqrt(x * x + y * y) - radius,
    bounds: boundsAround(radius, radius),
  };
}

/** A flat ring around the origin; `radius` is that of its middle line. */
export function ring(radius: number, width: number): PlaneShape {
  const half = width / 2;
  return {
    distance: (x, y) => Math.abs(Math.sqrt(x * x + y * y) - radius) - half,
    bounds: boundsAround(radius + half, radius + half),
  };
}

/** A rectangle around the origin with rounded corners. */
export function rectangle(width: number, height: number, rounding = 0): PlaneShape {
  const halfWidth = width / 2 - rounding;
  const halfHeight = height / 2 - rounding;
  return {
    distance: (x, y) => {
      const dx = Math.abs(x) - halfWidth;
      const dy = Math.abs(y) - halfHeight;
      const outX = Math.max(dx, 0);
      const outY = Math.max(dy, 0);
      return Math.sqrt(outX * outX + outY * outY) + Math.min(Math.max(dx, dy), 0) - rounding;
    },
    bounds: boundsAround(width / 2, height / 2),
  };
}

/**
 * A superellipse |x/a|^n + |y/b|^n = 1 around the origin; the distance is the radial one.
 *
 * @param doublings - n is 2^doublings: 1 is an ellipse, 2 a squircle, 3 nearly a rectangle.
 */
export function superellipse(halfWidth: number, halfHeight: number, doublings: number): PlaneShape {
  const distance: Distance = (x, y) => {
    let u = Math.abs(x / halfWidth);
    let v = Math.abs(y / halfHeight);
    for (let i = 0; i < doublings; i++) {
      u *= u;
      v *= v;
    }
    let norm = u + v;
    for (let i = 0; i < doublings; i++) norm = Math.sqrt(norm);
    if (norm < 1e-3) return -Math.min(halfWidth, halfHeight);
    return Math.sqrt(x * x + y * y) * (1 - 1 / norm);
  };
  return { distance, bounds: boundsAround(halfWidth, halfHeight) };
}

/** A polygon, convex or not; `rounding` grows it and rounds its corners. */
export function polygon(points: readonly Point[], rounding = 0): PlaneShape {
  const distance: Distance = (x, y) => {
    let nearest = Infinity;
    let inside = false;
    for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
      const [ax, ay] = points[i];
      const [bx, by] = points[j];
      nearest = Math.min(nearest, squaredDistanceToSegment(x - ax, y - ay, bx - ax, by - ay));
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
    return (inside ? -Math.sqrt(nearest) : Math.sqrt(nearest)) - rounding;
  };
  return { distance, bounds: boundsOfPoints(points, rounding) };
}

/** A regular polygon around the origin, a corner on the x axis; `radius` reaches to its corners. */
export function regularPolygon(sides: number, radius: number, rounding = 0): PlaneShape {
  // Moving the sides inwards by `rounding` moves the corners by rounding / cos(half a side's angle).
  const inner = radius - rounding / cosine(0.5 / sides);
  return polygon(
    Array.from({ length: sides }, (_, i) => polar(inner, i / sides)),
    rounding,
  );
}

/**
 * A line drawn through points.
 *
 * @param taper - 0 keeps the width, 1 lets it run out to nothing at the last point.
 */
export function stroke(points: readonly Point[], width: number, taper = 0): PlaneShape {
  const half = width / 2;
  const distance: Distance = (x, y) => {
    let nearest = Infinity;
    for (let i = 1; i < points.length; i++) {
      const [ax, ay] = points[i - 1];
      const [bx, by] = points[i];
      const squared = squaredDistanceToSegment(x - ax, y - ay, bx - ax, by - ay);
      nearest = Math.min(nearest, Math.sqrt(squared) - half * (1 - (taper * i) / points.length));
    }
    return nearest;
  };
  return { distance, bounds: boundsOfPoints(points, half) };
}

/** The points where any of the shapes is. */
export function union(shapes: readonly PlaneShape[]): PlaneShape {
  return {
    distance: (x, y) => nearestDistance(shapes, x, y),
    bounds: boundsOfBoxes(shapes.map((shape) => shape.bounds)),
  };
}

/** The points of `shape` where `cut` is not. */
export function difference(shape: PlaneShape, cut: PlaneShape): PlaneShape {
  return {
    distance: (x, y) => Math.max(shape.distance(x, y), -cut.distance(x, y)),
    bounds: shape.bounds,
  };
}

/** The points of a shape deeper inside than `inset`. */
export function shrunk({ distance, bounds }: PlaneShape, inset: number): PlaneShape {
  return { distance: (x, y) => distance(x, y) + inset, bounds };
}

/** A line along the outline of a shape, `inset` inside it. */
export function contour(
  { distance, bounds }: PlaneShape,
  inset: number,
  width: number,
): PlaneShape {
  return { distance: (x, y) => Math.abs(distance(x, y) + inset) - width / 2, bounds };
}

/** A copy of a shape, turned and then moved. */
export function placed(
  shape: PlaneShape,
  { x: dx = 0, y: dy = 0, turn = 0 }: Placement,
): PlaneShape {
  const { distance, bounds } = shape;
  const c = cosine(turn);
  const s = sine(turn);
  return {
    distance:
      turn === 0
        ? (x, y) => distance(x - dx, y - dy)
        : (x, y) => distance(c * (x - dx) + s * (y - dy), c * (y - dy) - s * (x - dx)),
    bounds: {
      x: c * bounds.x - s * bounds.y + dx,
      y: s * bounds.x + c * bounds.y + dy,
      halfWidth: Math.abs(c) * bounds.halfWidth + Math.abs(s) * bounds.halfHeight,
      halfHeight: Math.abs(s) * bounds.halfWidth + Math.abs(c) * bounds.halfHeight,
    },
  };
}

/** `count` copies of a shape spread evenly on a circle, each turned to look outwards along its x axis. */
export function around(count: number, radius: number, shape: PlaneShape, start = 0): PlaneShape[] {
  return Array.from({ length: count }, (_, i) => {
    const turn = start + i / count;
    const [x, y] = polar(radius, turn);
    return placed(shape, { x, y, turn });
  });
}

/** A shape whose outline wanders in and out by up to `amplitude`. */
export function warped(
  shape: PlaneShape,
  noise: Noise,
  amplitude: number,
  frequency: number,
): PlaneShape {
  const { distance, bounds } = shape;
  return {
    distance: (x, y) => distance(x, y) + amplitude * noise(x * frequency, y * frequency),
    bounds: {
      ...bounds,
      halfWidth: bounds.halfWidth + amplitude,
      halfHeight: bounds.halfHeight + amplitude,
    },
  };
}

/**
 * The least of the shapes' distances at a point, or `limit` if none is less.
 * Shapes whose bounds are already farther than that are not asked.
 */
export function nearestDistance(
  shapes: readonly PlaneShape[],
  x: number,
  y: number,
  limit: number = Infinity,
): number {
  let nearest = limit;
  for (const { distance, bounds } of shapes) {
    const atLeast = Math.max(
      Math.abs(x - bounds.x) - bounds.halfWidth,
      Math.abs(y - bounds.y) - bounds.halfHeight,
    );
    if (atLeast < nearest) nearest = Math.min(nearest, distance(x, y));
  }
  return nearest;
}

/** The smallest box around boxes. */
export function boundsOfBoxes(boxes: readonly Bounds[]): Bounds {
  return boundsOfPoints(
    boxes.flatMap(({ x, y, halfWidth, halfHeight }): Point[] => [
      [x - halfWidth, y - halfHeight],
      [x + halfWidth, y + halfHeight],
    ]),
    0,
  );
}

function boundsAround(halfWidth: number, halfHeight: number): Bounds {
  return { x: 0, y: 0, halfWidth, halfHeight };
}

function boundsOfPoints(points: readonly Point[], margin: number): Bounds {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)];
  return {
    x: (left + right) / 2,
    y: (top + bottom) / 2,
    halfWidth: (right - left) / 2 + margin,
    halfHeight: (bottom - top) / 2 + margin,
  };
}

/** From the point (px, py) to the segment from the origin to (ex, ey). */
function squaredDistanceToSegment(px: number, py: number, ex: number, ey: number): number {
  const along = Math.min(Math.max((px * ex + py * ey) / (ex * ex + ey * ey), 0), 1);
  const dx = px - along * ex;
  const dy = py - along * ey;
  return dx * dx + dy * dy;
}
