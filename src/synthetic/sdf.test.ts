import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  around,
  circle,
  contour,
  difference,
  nearestDistance,
  placed,
  polygon,
  rectangle,
  regularPolygon,
  ring,
  type PlaneShape,
  shrunk,
  stroke,
  superellipse,
  union,
  warped,
} from './sdf.ts';
import { valueNoise } from './noise.ts';

const square: [number, number][] = [
  [-0.5, -0.3],
  [0.5, -0.3],
  [0.5, 0.3],
  [-0.5, 0.3],
];

const exact: Record<string, PlaneShape> = {
  circle: circle(0.7),
  ring: ring(0.6, 0.2),
  rectangle: rectangle(1.2, 0.6, 0.1),
  polygon: polygon(square, 0.05),
  regularPolygon: regularPolygon(5, 0.8, 0.1),
  stroke: stroke([...square], 0.1),
  placed: placed(rectangle(1.2, 0.6), { x: 0.2, y: -0.1, turn: 0.13 }),
  shrunk: shrunk(circle(0.7), 0.2),
  contour: contour(circle(0.7), 0.1, 0.08),
};
const shapes: Record<string, PlaneShape> = {
  ...exact,
  superellipse: superellipse(0.9, 0.5, 2),
  union: union([circle(0.3), placed(circle(0.4), { x: 0.5 })]),
  difference: difference(circle(0.8), circle(0.2)),
  warped: warped(circle(0.6), valueNoise(3), 0.1, 5),
};

// On a grid of thousandths: random doubles would nearly all be close to zero.
const coordinate = fc.integer({ min: -1500, max: 1500 }).map((thousandths) => thousandths / 1000);
const point = fc.tuple(coordinate, coordinate);

describe.each(Object.entries(shapes))('%s', (_, shape) => {
  it('lies within its bounds', () => {
    const { distance, bounds } = shape;
    for (let i = 0; i < 121 * 121; i++) {
      const [x, y] = [((i % 121) - 60) / 40, (Math.floor(i / 121) - 60) / 40];
      if (distance(x, y) > 0) continue;
      expect(Math.abs(x - bounds.x)).toBeLessThanOrEqual(bounds.halfWidth + 1e-5);
      expect(Math.abs(y - bounds.y)).toBeLessThanOrEqual(bounds.halfHeight + 1e-5);
    }
    expect.hasAssertions();
  });
});

describe.each(Object.entries(exact))('%s', (_, shape) => {
  it('never changes faster than the place', () => {
    fc.assert(
      fc.property(point, point, ([ax, ay], [bx, by]) => {
        const change = Math.abs(shape.distance(ax, ay) - shape.distance(bx, by));
        expect(change).toBeLessThanOrEqual(Math.hypot(ax - bx, ay - by) * (1 + 1e-5) + 1e-9);
      }),
    );
  });
});

describe('distances', () => {
  it('of known points are those of geometry', () => {
    expect(circle(0.5).distance(3, 4)).toBeCloseTo(4.5, 12);
    expect(ring(1, 0.2).distance(0, 0.5)).toBeCloseTo(0.4, 12);
    expect(rectangle(2, 1).distance(4, 4.5)).toBeCloseTo(5, 12);
    expect(rectangle(2, 1).distance(0, 0)).toBeCloseTo(-0.5, 12);
    expect(superellipse(0.6, 0.6, 1).distance(0.3, 0.4)).toBeCloseTo(-0.1, 12);
    expect(
      stroke(
        [
          [0, 0],
          [1, 0],
        ],
        0.2,
      ).distance(0.5, 0.4),
    ).toBeCloseTo(0.3, 12);
    expect(regularPolygon(6, 1).distance(2, 0)).toBeCloseTo(1, 5);
  });

  it('of a polygon are those of the same rectangle', () => {
    const [a, b] = [polygon(square), rectangle(1, 0.6)];
    fc.assert(
      fc.property(point, ([x, y]) => {
        expect(a.distance(x, y)).toBeCloseTo(b.distance(x, y), 9);
      }),
    );
  });

  it('to the nearest of many shapes are the minimum, with or without the limit', () => {
    const many = [...around(9, 0.8, rectangle(0.3, 0.1)), circle(0.4), exact['placed']];
    fc.assert(
      fc.property(point, coordinate, ([x, y], limit) => {
        const least = Math.min(...many.map((shape) => shape.distance(x, y)));
        expect(nearestDistance(many, x, y)).toBe(least);
        expect(nearestDistance(many, x, y, limit)).toBe(Math.min(least, limit));
      }),
    );
  });

  it('taper a stroke towards its end', () => {
    const line = stroke(
      Array.from({ length: 11 }, (_, i): [number, number] => [i / 10, 0]),
      0.2,
      1,
    );
    expect(line.distance(0.05, 0)).toBeLessThan(line.distance(0.95, 0) - 0.05);
  });
});
