import { chamfered, type Design, features, mark, solid } from '../design.ts';
import { around, circle, ring } from '../sdf.ts';
import { darkMat, turnedSteel } from './palette.ts';

/** A flange washer of turned steel: bore, six bolt holes, an embossed sealing bead. */
export function washer(): Design {
  const body = solid(circle(1), {
    cut: [{ shape: circle(0.42) }, ...features('hole', around(6, 0.77, circle(0.095)))],
    level: 0.12,
    edge: chamfered(0.035),
    material: turnedSteel,
  });
  const bead = mark(ring(0.56, 0.09), { feature: 'bead', softness: 0.045, depth: 0.03 });
  return { layers: [body, bead], background: darkMat };
}
