import { type Random, seededRandom } from '../../../random.ts';
import {
  chamfered,
  type Design,
  type Layer,
  mark,
  solidDistance,
  rounded,
  type Solid,
  solid,
} from '../../design.ts';
import { between, deepestPlace, pick, whole } from '../../draw.ts';
import { brightness, hsv } from '../../material.ts';
import { clamp } from '../../noise.ts';
import { circle, contour, placed, type PlaneShape, shrunk } from '../../sdf.ts';
import { drawFeatures, type FeatureGroup, type Site } from './features.ts';
import { drawBackground, drawMaterial } from './materials.ts';
import { drawSilhouette } from './silhouette.ts';

/**
 * A random category of parts: outline, features, materials and table all follow from its number.
 *
 * @param category - Any integer; each names another design.
 */
export function proceduralDesign(category: number): Design {
  const random = seededRandom(category).fork('procedural');
  const material = drawMaterial(random.fork('material'));
  const silhouette = drawSilhouette(random.fork('silhouette'));
  const site: Site = { silhouette, level: between(random, 0.06, 0.28), taken: [] };
  const groups = Array.from({ length: whole(random, 3, 6) }, (_, i) =>
    drawFeatures(`group-${i}`, site, random.fork(`group-${i}`)),
  );
  const body = solid(silhouette, {
    cut: groups.flatMap((group) => group.cuts),
    level: site.level,
    edge: pick(random, [rounded, chamfered])(between(random, 0.015, 0.06)),
    material,
  });
  const layers = [body, ...accent(body, silhouette, random.fork('accent'))];
  const background = drawBackground(material, random.fork('background'));
  const features = groups.flatMap((group) => group.layers);
  const badges = groups.some(isStriking) ? [] : [badge(body, random.fork('badge'))];
  return { layers: [...layers, ...features, ...badges], background };
}

/** Whether its absence shows in any light: a hole, or something of another colour. */
function isStriking({ cuts, layers }: FeatureGroup): boolean {
  return cuts.length > 0 || layers.some((layer) => layer.type === 'solid' || layer.paint);
}

/** What follows the outline: nothing, a raised or sunken plateau, or a groove. */
function accent(body: Solid, silhouette: PlaneShape, random: Random): Layer[] {
  const inset = between(random, 0.08, 0.18);
  const choice = random.below(3);
  if (choice === 0) return [];
  if (choice === 1) {
    const line = contour(silhouette, inset, 0.05);
    return [mark(line, { feature: 'groove', softness: 0.025, depth: -0.03 })];
  }
  const material = random.uniform() < 0.5 ? body.material : drawMaterial(random);
  const level = body.level + pick(random, [0.04, -0.03]);
  return [{ ...body, add: [{ shape: shrunk(silhouette, inset) }], level, material }];
}

/** A printed disc where the part is widest, so that even the plainest part has something to miss. */
function badge(body: Solid, random: Random): Layer {
  const { place, depth } = deepestPlace(solidDistance(body), random, Infinity);
  const [x, y] = place;
  const disc = circle(clamp(0.6 * depth, 0.08, 0.2));
  const value = brightness(body.material.colour) > 0.5 ? 0.15 : 0.85;
  const colour = hsv(random.uniform(), between(random, 0, 0.4), value);
  const paint = { colour, opacity: 0.9, roughness: 0.7, metal: 0 };
  return mark(placed(disc, { x, y }), { feature: 'badge', paint });
}
