import { chamfered, type Design, type Edge, features, mark, rounded, solid } from '../design.ts';
import { plain, rgb, textured } from '../material.ts';
import { placed, rectangle, type PlaneShape, union } from '../sdf.ts';
import { blueMat, gold } from './palette.ts';

const ivory = plain(rgb(0xd8d2c0), 0.4, textured('grain', 0.03, 0.0006));
const shade = plain(rgb(0xb3ad9b), 0.6, textured('grain', 0.04, 0.0008));
const columns = 6;

/** A moulded connector: housing with a polarity notch and two ears, a cavity, two rows of pins. */
export function connector(): Design {
  const ears = [-0.93, 0.93].map((x) => placed(rectangle(0.34, 0.5, 0.08), { x, y: 0.12 }));
  const earHoles = [-0.97, 0.97].map((x) => placed(rectangle(0.11, 0.17, 0.05), { x, y: 0.12 }));
  const flange = solid(union(ears), {
    cut: features('slot', earHoles),
    level: 0.12,
    edge: rounded(0.03),
    material: ivory,
  });
  const housing = solid(rectangle(1.6, 1.1, 0.07), {
    cut: [{ shape: placed(rectangle(0.3, 0.16, 0.03), { y: -0.56 }), feature: 'notch' }],
    level: 0.34,
    edge: rounded(0.04),
    material: ivory,
  });
  // The floor of the cavity lies lower; its wall rises steeply towards the outline.
  const wall: Edge = { width: 0.05, depth: -0.12, form: 'chamfer' };
  const cavity = solid(rectangle(1.34, 0.72, 0.05), { level: 0.14, edge: wall, material: shade });
  const ribs = solid(features('rib', ribShapes()), {
    level: 0.37,
    edge: rounded(0.025),
    material: ivory,
  });
  const sockets = pinPlaces(rectangle(0.15, 0.17, 0.015)).map((shape) =>
    mark(shape, { softness: 0.03, depth: -0.03 }),
  );
  const pins = solid(features('pin', pinPlaces(rectangle(0.082, 0.1, 0.015))), {
    level: 0.3,
    edge: chamfered(0.028, 0.035),
    material: gold,
  });
  return { layers: [flange, housing, cavity, ...sockets, ribs, pins], background: blueMat };
}

function pinPlaces(shape: PlaneShape): PlaneShape[] {
  return [-0.16, 0.16].flatMap((y) =>
    Array.from({ length: columns }, (_, i) =>
      placed(shape, { x: 0.21 * (i - (columns - 1) / 2), y }),
    ),
  );
}

function ribShapes(): PlaneShape[] {
  return [-0.5, 0.5].map((x) => placed(rectangle(0.07, 0.13, 0.03), { x, y: 0.455 }));
}
