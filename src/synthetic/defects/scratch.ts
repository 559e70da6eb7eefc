import { between } from '../draw.ts';
import { type Design, mark } from '../design.ts';
import { stroke } from '../sdf.ts';
import { contrastingPaint, type DefectContext, placeOn, walk, withLayers } from './context.ts';

/** One to three nearly parallel grooves, as from something hard dragged over the part. */
export function scratch({ design, random, strength, pixel }: DefectContext): Design {
  const [x, y] = placeOn(design, random, 0.08);
  const heading = random.uniform();
  const length = between(random, 0.4, 0.9) * strength;
  const width = Math.max(between(random, 0.014, 0.026), 1.3 * pixel) * Math.sqrt(strength);
  const paint = contrastingPaint(design, [x, y], Math.min(0.55 * strength, 0.95));
  const grooves = Array.from({ length: 1 + random.below(3) }, () => {
    const away = between(random, -0.06, 0.06);
    // Half of the groove lies on either side of the place.
    const [back] = walk(random, [x + away, y - away], heading + 0.5, {
      steps: 1,
      length: length / 2,
      wander: 0,
    }).slice(-1);
    const path = walk(random, back, heading, { steps: 10, length, wander: 0.008 });
    return mark(stroke(path, width, 0.6), { depth: -width / 2, paint });
  });
  return withLayers(design, ...grooves);
}
