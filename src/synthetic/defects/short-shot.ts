import { between } from '../draw.ts';
import type { Design, Layer } from '../design.ts';
import { fractalNoise } from '../noise.ts';
import { circle, placed, type PlaneShape, warped } from '../sdf.ts';
import { type DefectContext, placeOnEdge } from './context.ts';

/** Material that never filled the mould: a rounded bite out of the outline. */
export function shortShot({ design, random, strength }: DefectContext): Design {
  const {
    at: [x, y],
    inward,
  } = placeOnEdge(design, random);
  const radius = between(random, 0.17, 0.3) * Math.sqrt(strength);
  const outside = between(random, 0.1, 0.5) * radius;
  const bite = placed(
    warped(circle(radius), fractalNoise(random.below(2 ** 31), 2), 0.15 * radius, 1.5 / radius),
    {
      x: x - outside * inward[0],
      y: y - outside * inward[1],
    },
  );
  return { ...design, layers: design.layers.map((layer) => bitten(layer, bite)) };
}

/** The layer with a shape cut away; marks vanish there of themselves, with the solid under them. */
function bitten(layer: Layer, shape: PlaneShape): Layer {
  return layer.type === 'mark' ? layer : { ...layer, cut: [...layer.cut, { shape }] };
}
