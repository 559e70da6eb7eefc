/** Groups of equal features on a procedural part: what they are and where they lie. */
import type { Random } from '../../../random.ts';
import { chamfered, type Layer, mark, type Piece, rounded, solid } from '../../design.ts';
import { circle, placed, polygon, rectangle, ring, type PlaneShape, stroke } from '../../sdf.ts';
import { type Point, polar } from '../../turn.ts';
import { between, pick, whole } from '../../draw.ts';
import { drawColour, drawMaterial } from './materials.ts';

/** What a group adds to the part. */
export interface FeatureGroup {
  /** Cut through the body. */
  readonly cuts: readonly Piece[];
  /** Painted over it. */
  readonly layers: readonly Layer[];
}

/** What a group is drawn for. */
export interface Site {
  /** The body's outline. */
  readonly silhouette: PlaneShape;
  /** Height of its top. */
  readonly level: number;
  /** Circles that earlier groups use; drawing a group adds its own. */
  readonly taken: { readonly at: Point; readonly radius: number }[];
}

/** One feature of a group: its shape, already in place, and its name. */
interface Named {
  readonly shape: PlaneShape;
  readonly feature: string;
}

type Maker = (shapes: readonly Named[], site: Site, random: Random) => FeatureGroup;

/**
 * Draws a group of equal features that fit on the body beside those already there.
 *
 * @returns Nothing to add if none fits.
 */
export function drawFeatures(name: string, site: Site, random: Random): FeatureGroup {
  const radius = between(random, 0.06, 0.17);
  const shape = pick(random, stamps)(radius);
  const places = drawLayout(radius, random).filter(({ at }) => fits(at, 1.25 * radius, site));
  site.taken.push(...places.map(({ at }) => ({ at, radius })));
  const named = places.map(({ at: [x, y], turn }, i) => ({
    shape: placed(shape, { x, y, turn }),
    feature: `${name}-${i}`,
  }));
  return pick(random, makers)(named, site, random);
}

/** Shapes within a circle of the given radius. */
const stamps: readonly ((radius: number) => PlaneShape)[] = [
  (r) => circle(r),
  (r) => circle(r),
  (r) => rectangle(1.8 * r, 0.8 * r, 0.35 * r),
  (r) => rectangle(1.35 * r, 1.35 * r, 0.2 * r),
  (r) => ring(0.75 * r, 0.4 * r),
  (r) => polygon(triangle(0.8 * r), 0.15 * r),
  (r) => stroke([polar(0.8 * r, 0.3), [0, 0], polar(0.8 * r, 0.05)], 0.35 * r),
];

const makers: readonly Maker[] = [holes, holes, bosses, pins, embossed, engraved, prints];

function holes(shapes: readonly Named[]): FeatureGroup {
  return { cuts: shapes, layers: [] };
}

/** Raised or sunken, of another material now and then. */
function bosses(shapes: readonly Named[], { level }: Site, random: Random): FeatureGroup {
  if (shapes.length === 0) return nothing;
  const rise = between(random, 0.03, 0.09);
  const layer = solid(shapes, {
    level: level + rise,
    edge: rounded(Math.min(rise, 0.03)),
    material: drawMaterial(random),
  });
  return { cuts: [], layers: [layer] };
}

/** Tall and metallic. */
function pins(shapes: readonly Named[], { level }: Site, random: Random): FeatureGroup {
  if (shapes.length === 0) return nothing;
  const material = { ...drawMaterial(random), metal: 1, roughness: 0.3 };
  const layer = solid(shapes, { level: level + 0.1, edge: chamfered(0.02), material });
  return { cuts: [], layers: [layer] };
}

function embossed(shapes: readonly Named[]): FeatureGroup {
  const layers = shapes.map(({ shape, feature }) =>
    mark(shape, { feature, softness: 0.03, depth: 0.035 }),
  );
  return { cuts: [], layers };
}

function engraved(shapes: readonly Named[]): FeatureGroup {
  const layers = shapes.map(({ shape, feature }) =>
    mark(shape, { feature, softness: 0.02, depth: -0.035 }),
  );
  return { cuts: [], layers };
}

function prints(shapes: readonly Named[], _site: Site, random: Random): FeatureGroup {
  const paint = { colour: drawColour(random), opacity: 0.9, roughness: 0.7, metal: 0 };
  return { cuts: [], layers: shapes.map(({ shape, feature }) => mark(shape, { feature, paint })) };
}

const nothing: FeatureGroup = { cuts: [], layers: [] };

interface Place {
  readonly at: Point;
  readonly turn: number;
}

/** Where the features of a group would lie on a part without an outline. */
function drawLayout(radius: number, random: Random): Place[] {
  return pick(random, [inCircle, inGrid, inLine, mirrored])(radius, random);
}

function inCircle(radius: number, random: Random): Place[] {
  const reach = between(random, 0.25, 0.85);
  const most = Math.floor((2 * Math.PI * reach) / (2.5 * radius));
  const count = Math.min(whole(random, 2, 10), most);
  const start = random.uniform();
  return Array.from({ length: count }, (_, i) => {
    const turn = start + i / count;
    return { at: polar(reach, turn), turn };
  });
}

function inGrid(radius: number, random: Random): Place[] {
  const pitch = between(random, 2.6, 4) * radius;
  const [columns, rows] = [whole(random, 2, 6), whole(random, 2, 5)];
  return Array.from({ length: columns * rows }, (_, i) => ({
    at: [
      ((i % columns) - (columns - 1) / 2) * pitch,
      (Math.floor(i / columns) - (rows - 1) / 2) * pitch,
    ],
    turn: 0,
  }));
}

function inLine(radius: number, random: Random): Place[] {
  const pitch = between(random, 2.5, 3.5) * radius;
  const count = whole(random, 2, 7);
  const turn = pick(random, [0, 0.25, random.uniform()]);
  const across = between(random, -0.6, 0.6);
  const [dx, dy] = polar(1, turn);
  return Array.from({ length: count }, (_, i) => {
    const along = (i - (count - 1) / 2) * pitch;
    return { at: [along * dx - across * dy, along * dy + across * dx], turn };
  });
}

function mirrored(_radius: number, random: Random): Place[] {
  const [x, y] = [between(random, 0.2, 0.75), between(random, -0.75, 0.75)];
  const turn = random.uniform();
  return [
    { at: [x, y], turn },
    { at: [-x, y], turn: 0.5 - turn },
  ];
}

function fits([x, y]: Point, radius: number, { silhouette, taken }: Site): boolean {
  if (silhouette.distance(x, y) > -radius - 0.02) return false;
  return taken.every(({ at, radius: other }) => {
    const [dx, dy] = [x - at[0], y - at[1]];
    return dx * dx + dy * dy > (radius + other) ** 2;
  });
}

function triangle(radius: number): Point[] {
  return [0, 1, 2].map((i) => polar(radius, i / 3));
}
