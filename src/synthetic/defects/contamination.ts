import { between } from '../draw.ts';
import { type Design, mark, type Mark } from '../design.ts';
import { hsv, rgb } from '../material.ts';
import { fractalNoise } from '../noise.ts';
import { circle, placed, stroke, warped } from '../sdf.ts';
import { contrastingPaint, type DefectContext, placeOn, walk, withLayers } from './context.ts';

/** Something that lies on the part: a fibre, or a few crumbs. */
export function contamination(context: DefectContext): Design {
  const { design, random } = context;
  return withLayers(design, ...(random.uniform() < 0.5 ? [fibre(context)] : crumbs(context)));
}

function fibre({ design, random, strength, pixel }: DefectContext): Mark {
  const start = placeOn(design, random, 0.06);
  const length = between(random, 0.4, 0.8) * strength;
  const width = Math.max(between(random, 0.016, 0.024), 1.4 * pixel) * Math.sqrt(strength);
  const path = walk(random, start, random.uniform(), { steps: 14, length, wander: 0.09 });
  const contrast = contrastingPaint(design, start, 0.95);
  const colour = hsv(random.uniform(), 0.5, contrast.colour[0] > 0.2 ? 0.95 : 0.3);
  return mark(stroke(path, width), { depth: 0.03, paint: { ...contrast, colour } });
}

function crumbs({ design, random, strength, pixel }: DefectContext): Mark[] {
  const [x, y] = placeOn(design, random, 0.08);
  const contrast = contrastingPaint(design, [x, y], 0.95);
  const colour = contrast.colour[0] > 0.2 ? contrast.colour : rgb(0x35271c);
  return Array.from({ length: 2 + random.below(4) }, (_, i) => {
    const radius = Math.max(between(random, 0.03, 0.065) * strength, 1.5 * pixel);
    const spread = i === 0 ? 0 : 0.12;
    const outline = fractalNoise(random.below(2 ** 31), 2);
    return mark(
      placed(warped(circle(radius), outline, 0.4 * radius, 1 / radius), {
        x: x + between(random, -spread, spread),
        y: y + between(random, -spread, spread),
      }),
      { softness: 0.6 * radius, depth: radius, paint: { ...contrast, colour } },
    );
  });
}
