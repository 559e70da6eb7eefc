import { type Design, features, mark, rounded, solid } from '../design.ts';
import { plain, rgb, textured } from '../material.ts';
import { around, circle, placed, polygon, rectangle, ring, type PlaneShape } from '../sdf.ts';
import { polar } from '../turn.ts';
import { greyTable } from './palette.ts';

const red = plain(rgb(0xc0322b), 0.35, textured('grain', 0.03, 0.0005));
const ridges = 72;

/** A screw cap of red plastic: ridged skirt, raised rim, an embossed star and a printed code. */
export function bottleCap(): Design {
  const ridge = rectangle(0.06, 0.05, 0.02);
  const skirt = solid(
    [{ shape: circle(0.96) }, ...features('ridge', around(ridges, 0.96, ridge))],
    {
      level: 0.3,
      edge: rounded(0.05),
      material: red,
    },
  );
  const top = solid(circle(0.86), { level: 0.36, edge: rounded(0.06), material: red });
  const rim = mark(ring(0.74, 0.06), { feature: 'rim', softness: 0.03, depth: 0.025 });
  const emblem = mark(star(5, 0.4, 0.19), { feature: 'star', softness: 0.03, depth: 0.035 });
  const ink = { colour: rgb(0xf0ece4), opacity: 0.85, roughness: 0.7, metal: 0 };
  const code = Array.from({ length: 5 }, (_, i) =>
    mark(placed(rectangle(0.05, 0.09, 0.01), { x: 0.09 * (i - 2), y: 0.56 }), {
      feature: `print-${i}`,
      paint: ink,
    }),
  );
  return { layers: [skirt, top, rim, emblem, ...code], background: greyTable };
}

function star(points: number, outer: number, inner: number): PlaneShape {
  return polygon(
    Array.from({ length: 2 * points }, (_, i) =>
      polar(i % 2 === 0 ? outer : inner, i / (2 * points) - 0.25),
    ),
    0.02,
  );
}
