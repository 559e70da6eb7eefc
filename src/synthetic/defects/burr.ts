import { between } from '../draw.ts';
import { type Design, materialAt, rounded, solid } from '../design.ts';
import { fractalNoise } from '../noise.ts';
import { placed, superellipse, warped } from '../sdf.ts';
import { type DefectContext, headingOf, placeOnEdge } from './context.ts';

/** A ragged fin of the part's own material that sticks out over its outline. */
export function burr({ design, random, strength, pixel }: DefectContext): Design {
  const { at, inward } = placeOnEdge(design, random);
  const [x, y] = at;
  const length = between(random, 0.1, 0.2) * strength;
  const height = Math.max(between(random, 0.06, 0.1), 3 * pixel) * Math.sqrt(strength);
  const fin = warped(
    superellipse(height, length, 1),
    fractalNoise(random.below(2 ** 31), 3),
    0.04 * Math.sqrt(strength),
    16,
  );
  const material = materialAt(design, x + 0.03 * inward[0], y + 0.03 * inward[1]);
  const flash = solid(placed(fin, { x, y, turn: headingOf(inward) }), {
    level: 0.09,
    edge: rounded(0.05),
    material,
  });
  // Painted first: the part itself hides what of the fin lies within its outline.
  return { ...design, layers: [flash, ...design.layers] };
}
