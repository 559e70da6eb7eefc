import { between } from '../draw.ts';
import { type Design, mark, materialAt } from '../design.ts';
import { brightness, hsv } from '../material.ts';
import { fractalNoise } from '../noise.ts';
import { circle, placed, warped } from '../sdf.ts';
import { type DefectContext, placeOn, withLayers } from './context.ts';

/** A dried drop with a ragged, soft outline: oil, rust or ink; chalky on a dark part. */
export function stain({ design, random, strength }: DefectContext): Design {
  const [x, y] = placeOn(design, random, 0.1);
  const radius = between(random, 0.14, 0.28);
  const { colour } = materialAt(design, x, y);
  const hue = between(random, 0.04, 0.13);
  const tint =
    brightness(colour) < 0.35
      ? hsv(hue, 0.15, 0.8)
      : hsv(hue, between(random, 0.4, 0.9), between(random, 0.15, 0.35));
  const outline = fractalNoise(random.below(2 ** 31), 3);
  const cloud = fractalNoise(random.below(2 ** 31), 3);
  return withLayers(
    design,
    mark(placed(warped(circle(radius), outline, 0.5 * radius, 1.3 / radius), { x, y }), {
      softness: 0.05,
      paint: {
        colour: tint,
        opacity: Math.min(between(random, 0.5, 0.75) * strength, 0.95),
        roughness: 0.5,
        metal: 0,
      },
      fade: (u, v) => 0.8 + 0.45 * cloud(u * 9, v * 9),
    }),
  );
}
