import { chamfered, type Design, features, mark, solid } from '../design.ts';
import { circle, placed, polygon, rectangle, stroke } from '../sdf.ts';
import { darkMat, zinc } from './palette.ts';

/** A stamped bracket of galvanised sheet: an angled plate, round holes, slots, a stiffening rib. */
export function bracket(): Design {
  const plate = polygon(
    [
      [-0.82, -0.72],
      [-0.3, -0.72],
      [-0.12, -0.2],
      [0.3, 0.12],
      [0.84, 0.22],
      [0.84, 0.7],
      [-0.82, 0.7],
    ],
    0.08,
  );
  const holes = [
    placed(circle(0.12), { x: -0.56, y: -0.5 }),
    placed(circle(0.08), { x: -0.68, y: 0.56 }),
    placed(circle(0.08), { x: -0.36, y: -0.16 }),
  ];
  const slots = [
    placed(rectangle(0.36, 0.15, 0.075), { x: 0.52, y: 0.46 }),
    placed(rectangle(0.15, 0.3, 0.075), { x: -0.66, y: 0.08 }),
  ];
  const body = solid(plate, {
    cut: [...features('hole', holes), ...features('slot', slots)],
    level: 0.08,
    edge: chamfered(0.02),
    material: zinc,
  });
  const bead = stroke(
    [
      [-0.36, 0.12],
      [-0.36, 0.5],
      [0.12, 0.5],
    ],
    0.15,
  );
  const rib = mark(bead, { feature: 'rib', softness: 0.08, depth: 0.07 });
  const dimples = [
    [-0.12, 0.08],
    [0.14, 0.26],
  ].map(([x, y], i) =>
    mark(placed(circle(0.055), { x, y }), { feature: `dimple-${i}`, softness: 0.05, depth: -0.04 }),
  );
  return { layers: [body, rib, ...dimples], background: darkMat };
}
