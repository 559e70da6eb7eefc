import { type Design, type Layer, features, type Mark, mark, rounded, solid } from '../design.ts';
import { plain, rgb, textured } from '../material.ts';
import { circle, contour, placed, rectangle, ring, type PlaneShape, stroke } from '../sdf.ts';
import type { Point } from '../turn.ts';
import { gold, paleTable, tin } from './palette.ts';

const laminate = plain(rgb(0x1f6b43), 0.35, textured('grain', 0.05, 0.0003));
const epoxy = plain(rgb(0x2a2b2d), 0.6, textured('grain', 0.1, 0.0008));
const ceramic = plain(rgb(0x8a6a4a), 0.55, textured('grain', 0.06, 0.0005));
const silk = { colour: rgb(0xe8e8e0), opacity: 0.9, roughness: 0.9, metal: 0 };

/** A small circuit board: a chip, six chip resistors, a row of gold pads, traces, vias, print. */
export function circuitBoard(): Design {
  const corners: Point[] = [
    [-0.82, -0.6],
    [0.82, -0.6],
    [-0.82, 0.6],
    [0.82, 0.6],
  ];
  const board = solid(rectangle(1.9, 1.46, 0.06), {
    cut: features('hole', at(corners, circle(0.065))),
    level: 0.06,
    edge: rounded(0.008),
    material: laminate,
  });
  const annuli = solid(at(corners, ring(0.085, 0.04)).map(piece), {
    level: 0.064,
    edge: rounded(0.004),
    material: tin,
  });
  return {
    layers: [board, annuli, ...traces(), pads(), vias(), ...chip(), ...resistors(), ...print()],
    background: paleTable,
  };
}

/** Copper under the green varnish: a little lighter and a little higher. */
function traces(): Mark[] {
  const columns = Array.from({ length: 9 }, (_, i) => -0.64 + 0.16 * i);
  const paths = columns.map((x, i): Point[] => [
    [x, 0.52],
    [x, 0.3 + 0.025 * Math.abs(i - 4)],
    [0.6 * x - 0.1, 0.16],
    [0.6 * x - 0.1, -0.05],
  ]);
  const rail: Point[] = [
    [-0.62, -0.62],
    [0.3, -0.62],
    [0.42, -0.5],
    [0.42, -0.1],
    [0.8, -0.1],
  ];
  const copper = { colour: rgb(0x3b8f5a), opacity: 0.8, roughness: 0.3, metal: 0 };
  return [...paths.map((path) => stroke(path, 0.032)), stroke(rail, 0.05)].map((shape) =>
    mark(shape, { depth: 0.006, paint: copper }),
  );
}

function pads(): Layer {
  const places = Array.from({ length: 9 }, (_, i): Point => [-0.64 + 0.16 * i, 0.58]);
  return solid(features('pad', at(places, rectangle(0.1, 0.17, 0.02))), {
    level: 0.07,
    edge: rounded(0.008),
    material: gold,
  });
}

function vias(): Layer {
  const places: Point[] = [
    [0.42, -0.34],
    [0.8, -0.1],
    [-0.35, -0.62],
    [0.62, 0.28],
    [0.78, 0.28],
  ];
  return solid(features('via', at(places, ring(0.032, 0.026))), {
    level: 0.068,
    edge: rounded(0.006),
    material: tin,
  });
}

function chip(): Layer[] {
  const rows = Array.from({ length: 7 }, (_, i) => -0.48 + 0.09 * i);
  const legs = rows.flatMap((y): Point[] => [
    [-0.47, y],
    [0.21, y],
  ]);
  return [
    solid(features('leg', at(legs, rectangle(0.14, 0.04, 0.008))), {
      level: 0.085,
      edge: rounded(0.012),
      material: tin,
    }),
    solid(
      [{ shape: placed(rectangle(0.56, 0.68, 0.02), { x: -0.13, y: -0.21 }), feature: 'chip' }],
      {
        level: 0.16,
        edge: rounded(0.03),
        material: epoxy,
      },
    ),
    mark(placed(circle(0.035), { x: -0.33, y: -0.46 }), { softness: 0.01, depth: -0.012 }),
    ...[-0.25, -0.17].map((y) =>
      mark(placed(rectangle(0.3, 0.03), { x: -0.12, y }), {
        paint: { ...silk, colour: rgb(0x9fa0a0), opacity: 0.6 },
      }),
    ),
  ];
}

function resistors(): Layer[] {
  const places: Point[] = [
    [0.62, -0.42],
    [0.62, -0.28],
    [-0.75, -0.3],
    [-0.75, -0.12],
    [-0.75, 0.06],
    [0.62, 0.08],
  ];
  const caps = places.flatMap(([x, y]): Point[] => [
    [x - 0.075, y],
    [x + 0.075, y],
  ]);
  return [
    solid(
      at(caps, rectangle(0.06, 0.095, 0.012)).map((shape, i) => ({
        shape,
        feature: `resistor-${i >> 1}`,
      })),
      {
        level: 0.1,
        edge: rounded(0.012),
        material: tin,
      },
    ),
    solid(features('resistor', at(places, rectangle(0.12, 0.085, 0.008))), {
      level: 0.105,
      edge: rounded(0.012),
      material: ceramic,
    }),
  ];
}

/** Frames around the resistors and the pads. */
function print(): Mark[] {
  return [
    placed(outline(0.28, 0.54), { x: -0.75, y: -0.12 }),
    placed(outline(0.28, 0.32), { x: 0.62, y: -0.35 }),
    placed(outline(1.48, 0.23), { y: 0.58 }),
  ].map((shape) => mark(shape, { paint: silk }));
}

function outline(width: number, height: number): PlaneShape {
  return contour(rectangle(width, height), 0, 0.014);
}

function at(places: readonly Point[], shape: PlaneShape): PlaneShape[] {
  return places.map(([x, y]) => placed(shape, { x, y }));
}

function piece(shape: PlaneShape): { shape: PlaneShape } {
  return { shape };
}
