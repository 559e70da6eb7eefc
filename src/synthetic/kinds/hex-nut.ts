import { chamfered, type Design, type Edge, features, mark, solid } from '../design.ts';
import { around, circle, rectangle, regularPolygon, ring } from '../sdf.ts';
import { castSteel, greyTable, steel } from './palette.ts';

/** A chamfered hexagon nut: threaded bore, stamped strength marks on its face. */
export function hexNut(): Design {
  const body = solid(regularPolygon(6, 1.05, 0.03), {
    cut: [{ shape: circle(0.5) }],
    level: 0.3,
    edge: chamfered(0.02),
    // Turned off at 30 degrees beyond the flats, so that the corners fall away.
    relief: (x, y) => -0.55 * Math.max(0, Math.sqrt(x * x + y * y) - 0.84),
    material: steel,
  });
  const countersink: Edge = { width: 0.06, depth: 0.09, form: 'chamfer' };
  const lip = solid(ring(0.53, 0.09), { level: 0.29, edge: countersink, material: steel });
  // Each turn of the thread is a ring, lower than the one outside it.
  const thread = [0.475, 0.445, 0.415].map((radius, i) =>
    solid(features('thread', [ring(radius, 0.034)]), {
      level: 0.21 - 0.045 * i,
      edge: chamfered(0.017, 0.025),
      material: castSteel,
    }),
  );
  const stamps = around(3, 0.69, rectangle(0.13, 0.05, 0.025), 0.08).map((shape, i) =>
    mark(shape, { feature: `stamp-${i}`, softness: 0.025, depth: -0.03 }),
  );
  return { layers: [body, lip, ...thread, ...stamps], background: greyTable };
}
