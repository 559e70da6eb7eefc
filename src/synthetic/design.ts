/**
 * A part as data: layers painted over one another. A defect is a change of this data, which is why
 * the ground truth can be exact.
 *
 * @module
 */
import type { Colour, Material } from './material.ts';
import type { Noise } from './noise.ts';
import { type Distance, nearestDistance, type PlaneShape } from './sdf.ts';

/** A shape that may be a feature: something an inspector would miss if it were absent. */
export interface Piece {
  readonly shape: PlaneShape;
  readonly feature?: string | undefined;
}

/** How a solid ends at its outline. */
export interface Edge {
  /** How far it reaches inwards, in part units. */
  readonly width: number;
  /** How far it falls; negative for the wall of a recess. */
  readonly depth: number;
  readonly form: 'round' | 'chamfer';
}

/** A piece of material: the union of `add` without `cut`. */
export interface Solid {
  readonly type: 'solid';
  readonly add: readonly Piece[];
  readonly cut: readonly Piece[];
  /** Height of its top above the table, in part units. */
  readonly level: number;
  readonly edge: Edge;
  /** Added to the height. */
  readonly relief?: Distance;
  readonly material: Material;
}

/** Something done to a surface: printed, engraved, embossed, worn. */
export interface Mark {
  readonly type: 'mark';
  readonly shape: PlaneShape;
  readonly feature?: string;
  /** Over how many part units it grows to full strength; 0 for a crisp outline. */
  readonly softness: number;
  /** Added to the height at full strength; negative engraves. */
  readonly depth: number;
  /** What it paints, if anything. */
  readonly paint?: Paint;
  /** Multiplies the strength; values are clamped to 0 to 1. */
  readonly fade?: Noise;
}

/** A film of colour. */
export interface Paint {
  readonly colour: Colour;
  /** 0 is invisible, 1 hides what is below. */
  readonly opacity: number;
  readonly roughness: number;
  /** 0 for paint, 1 where the mark bares or leaves metal. */
  readonly metal: number;
}

/** One step of painting a part. */
export type Layer = Solid | Mark;

/** All that the instances of a category share. */
export interface Design {
  /** From bottom to top; within a circle of radius 1.22 around the origin. */
  readonly layers: readonly Layer[];
  /** The table or belt that the part lies on. */
  readonly background: Material;
}

/** What a kind says of a solid; the rest has defaults. */
export type SolidOptions = Partial<Solid> & Pick<Solid, 'level' | 'material'>;

/** A rounded edge as deep as it is wide. */
export function rounded(width: number): Edge {
  return { width, depth: width, form: 'round' };
}

/** A chamfer at 45 degrees unless `depth` says otherwise. */
export function chamfered(width: number, depth: number = width): Edge {
  return { width, depth, form: 'chamfer' };
}

/** A solid; by default without cuts and with a small rounded edge. */
export function solid(add: PlaneShape | readonly Piece[], options: SolidOptions): Solid {
  const pieces = 'distance' in add ? [{ shape: add }] : add;
  return { type: 'solid', add: pieces, cut: [], edge: rounded(0.025), ...options };
}

/** A mark; by default crisp and flat, without paint. */
export function mark(shape: PlaneShape, options: Partial<Mark>): Mark {
  return { type: 'mark', shape, softness: 0, depth: 0, ...options };
}

/** Shapes as features, each under its own name: `hole-0`, `hole-1`, … */
export function features(name: string, shapes: readonly PlaneShape[]): Piece[] {
  return shapes.map((shape, i) => ({ shape, feature: `${name}-${i}` }));
}

/** Distance to the outline of one solid. */
export function solidDistance({ add, cut }: Solid): Distance {
  const added = add.map((piece) => piece.shape);
  const removed = cut.map((piece) => piece.shape);
  return (x, y) => -nearestDistance(removed, x, y, -nearestDistance(added, x, y));
}

/** Distance to the outline of the whole part. */
export function partDistance(design: Design): Distance {
  const distances = solids(design).map(solidDistance);
  return (x, y) => distances.reduce((least, distance) => Math.min(least, distance(x, y)), Infinity);
}

/** The material on top at a place, or that of the background beside the part. */
export function materialAt(design: Design, x: number, y: number): Material {
  const top = solids(design).findLast((layer) => solidDistance(layer)(x, y) < 0);
  return top?.material ?? design.background;
}

/** The solids of a design, from bottom to top. */
function solids(design: Design): Solid[] {
  return design.layers.filter((layer) => layer.type === 'solid');
}

/** Names of what could be missing, each once. */
export function featuresOf(design: Design): string[] {
  const names = design.layers.flatMap((layer) =>
    layer.type === 'mark'
      ? [layer.feature]
      : [...layer.add, ...layer.cut].map((piece) => piece.feature),
  );
  return [...new Set(names)].filter((name) => name !== undefined);
}

/** The design without a feature. */
export function without(design: Design, feature: string): Design {
  const others = (pieces: readonly Piece[]): Piece[] =>
    pieces.filter((piece) => piece.feature !== feature);
  const layers = design.layers
    .filter((layer) => layer.type === 'solid' || layer.feature !== feature)
    .map((layer) =>
      layer.type === 'solid' ? { ...layer, add: others(layer.add), cut: others(layer.cut) } : layer,
    )
    .filter((layer) => layer.type === 'mark' || layer.add.length > 0);
  return { ...design, layers };
}
