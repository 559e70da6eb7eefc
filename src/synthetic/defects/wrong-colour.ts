import { between } from '../draw.ts';
import { type Design, type Layer, mark, materialAt, type Solid } from '../design.ts';
import { valueNoise } from '../noise.ts';
import { circle, placed, warped } from '../sdf.ts';
import { type DefectContext, otherColour, placeOn, withLayers } from './context.ts';

/** A feature, or else a region, in a colour that is not the part's. */
export function wrongColour(context: DefectContext): Design {
  const { design, random } = context;
  const choices = design.layers.flatMap((layer, index) =>
    layer.type === 'solid' ? paintable(layer).map((feature) => ({ layer, index, feature })) : [],
  );
  if (choices.length === 0 || random.uniform() < 0.5) return miscolouredRegion(context);
  const { layer, index, feature } = choices[random.below(choices.length)];
  const miscoloured: Layer = {
    ...layer,
    add: layer.add.filter((piece) => piece.feature === feature),
    material: {
      ...layer.material,
      colour: otherColour(layer.material.colour, random),
      metal: 0,
      roughness: 0.6,
    },
  };
  return { ...design, layers: design.layers.toSpliced(index + 1, 0, miscoloured) };
}

/** Names of the features that the solid adds (a hole has no colour). */
function paintable({ add }: Solid): string[] {
  return add.flatMap(({ feature }) => (feature === undefined ? [] : [feature]));
}

function miscolouredRegion({ design, random, strength }: DefectContext): Design {
  const [x, y] = placeOn(design, random, 0.12);
  const radius = between(random, 0.22, 0.4);
  const region = warped(
    circle(radius),
    valueNoise(random.below(2 ** 31)),
    0.3 * radius,
    1 / radius,
  );
  return withLayers(
    design,
    mark(placed(region, { x, y }), {
      softness: 0.03,
      paint: {
        colour: otherColour(materialAt(design, x, y).colour, random),
        opacity: Math.min(0.8 * strength, 0.95),
        roughness: 0.6,
        metal: 0,
      },
    }),
  );
}
