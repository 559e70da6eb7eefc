/** What the makers of defects share: where on a part, in what colour. */
import type { Random } from '../../random.ts';
import { between, deepestPlace } from '../draw.ts';
import { type Design, type Layer, materialAt, type Paint, partDistance } from '../design.ts';
import { brightness, type Colour, hsv } from '../material.ts';
import { type Point, polar } from '../turn.ts';

/** What a defect is made from. */
export interface DefectContext {
  /** The good part. */
  readonly design: Design;
  readonly random: Random;
  /** 1 at first; more if the defect was too faint to see and is drawn again. */
  readonly strength: number;
  /** Side of a pixel in part units; nothing thinner is seen. */
  readonly pixel: number;
}

/** Turns a good design into a defective one. */
export type Defect = (context: DefectContext) => Design;

/** A place on the outline, with the direction into the part. */
export interface EdgePlace {
  readonly at: Point;
  /** Unit vector. */
  readonly inward: Point;
}

/** The design with layers on top. */
export function withLayers(design: Design, ...layers: readonly Layer[]): Design {
  return { ...design, layers: [...design.layers, ...layers] };
}

/** A random place on the part, `margin` away from its outline if it has any such. */
export function placeOn(design: Design, random: Random, margin: number): Point {
  return deepestPlace(partDistance(design), random, margin).place;
}

/** A random place on the outer outline: where a straight path from outside first meets the part. */
export function placeOnEdge(design: Design, random: Random): EdgePlace {
  const distance = partDistance(design);
  const [goalX, goalY] = placeOn(design, random, 0.12);
  const [startX, startY] = polar(1.6, random.uniform());
  const [dx, dy] = [goalX - startX, goalY - startY];
  const length = Math.sqrt(dx * dx + dy * dy);
  const inward: Point = [dx / length, dy / length];
  let travelled = 0;
  while (travelled < length) {
    const gap = distance(startX + travelled * inward[0], startY + travelled * inward[1]);
    if (gap < 0.002) break;
    // Radial distances overestimate a little: half steps do not jump over an outline.
    travelled += gap / 2;
  }
  return { at: [startX + travelled * inward[0], startY + travelled * inward[1]], inward };
}

/** Paint that is seen on the material at a place: pale on dark, dark on pale, either on metal. */
export function contrastingPaint(design: Design, place: Point, opacity: number): Paint {
  const { colour, metal } = materialAt(design, ...place);
  const dark = brightness(colour) > 0.5 || metal > 0.5;
  const grey = dark ? 0.13 : 0.85;
  return { colour: [grey ** 2, grey ** 2, grey ** 2], opacity, roughness: 0.6, metal: 0 };
}

/** A saturated colour far from a given one. */
export function otherColour(colour: Colour, random: Random): Colour {
  const own = brightness(colour);
  const candidates = Array.from({ length: 6 }, () =>
    hsv(random.uniform(), between(random, 0.5, 0.9), own > 0.5 ? 0.45 : 0.8),
  );
  const distance = (other: Colour): number =>
    other.reduce((sum, c, i) => sum + Math.abs(Math.sqrt(c) - Math.sqrt(colour[i])), 0);
  return candidates.reduce((best, next) => (distance(next) > distance(best) ? next : best));
}

/** A walk of `steps` segments from a place, its direction wandering by up to `wander` turns a segment. */
export function walk(
  random: Random,
  start: Point,
  heading: number,
  { steps, length, wander }: { steps: number; length: number; wander: number },
): Point[] {
  const points: Point[] = [start];
  let [x, y] = start;
  let turn = heading;
  for (let i = 0; i < steps; i++) {
    turn += wander * (2 * random.uniform() - 1);
    const [dx, dy] = polar(length / steps, turn);
    x += dx;
    y += dy;
    points.push([x, y]);
  }
  return points;
}

/** The angle of a direction, in turns. */
export function headingOf([x, y]: Point): number {
  return Math.atan2(y, x) / (2 * Math.PI);
}
