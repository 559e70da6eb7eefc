import { between } from '../draw.ts';
import { type Design, mark } from '../design.ts';
import { fractalNoise } from '../noise.ts';
import { placed, superellipse, warped } from '../sdf.ts';
import { type DefectContext, placeOn, withLayers } from './context.ts';

/** A hollow pressed into the surface, without a change of colour. */
export function dent({ design, random, strength, pixel }: DefectContext): Design {
  const [x, y] = placeOn(design, random, 0.14);
  const radius = Math.max(between(random, 0.11, 0.19), 4 * pixel) * Math.sqrt(strength);
  const hollow = warped(
    superellipse(radius, radius * between(random, 0.65, 1), 1),
    fractalNoise(random.below(2 ** 31), 2),
    0.12 * radius,
    2 / radius,
  );
  return withLayers(
    design,
    mark(placed(hollow, { x, y, turn: random.uniform() }), {
      softness: radius * 0.75,
      depth: -0.55 * radius * strength,
    }),
  );
}
