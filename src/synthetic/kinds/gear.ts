import { chamfered, type Design, features, rounded, solid } from '../design.ts';
import { around, circle, placed, polygon, rectangle, ring, union } from '../sdf.ts';
import { belt, brass, castSteel } from './palette.ts';

const teeth = 22;

/** A spur gear with a brass hub: 22 teeth, five lightening holes, a bore with a keyway. */
export function gear(): Design {
  const tooth = polygon(
    [
      [-0.08, -0.082],
      [0.15, -0.042],
      [0.15, 0.042],
      [-0.08, 0.082],
    ],
    0.01,
  );
  const bore = union([circle(0.15), placed(rectangle(0.1, 0.14), { y: -0.17 })]);
  const body = solid([{ shape: circle(0.9) }, ...features('tooth', around(teeth, 0.9, tooth))], {
    cut: [{ shape: bore }, ...features('hole', around(5, 0.56, circle(0.12), 0.05))],
    level: 0.16,
    edge: chamfered(0.022),
    material: castSteel,
  });
  const rim = solid(ring(0.8, 0.11), { level: 0.185, edge: rounded(0.02), material: castSteel });
  const hub = solid([{ shape: circle(0.32), feature: 'hub' }], {
    cut: [{ shape: bore }],
    level: 0.23,
    edge: chamfered(0.03),
    material: brass,
  });
  return { layers: [body, rim, hub], background: belt };
}
