/** Random materials. */
import type { Random } from '../../../random.ts';
import {
  brightness,
  type Colour,
  hsv,
  type Material,
  metal,
  type Pattern,
  plain,
  rgb,
  textured,
} from '../../material.ts';
import { between, pick } from '../../draw.ts';

const metals: readonly Colour[] = [0xc3c5c9, 0x9b9c9f, 0xd9b25c, 0xc98a66, 0xb9bec6, 0x77797d].map(
  rgb,
);
const metalPatterns: readonly Pattern[] = ['brushed', 'turned', 'grain', 'spangle', 'smooth'];
const plainPatterns: readonly Pattern[] = ['smooth', 'grain', 'grain', 'speckle', 'wood', 'weave'];
const tablePatterns: readonly Pattern[] = ['grain', 'weave', 'wood', 'speckle', 'smooth'];

/** A random metal, plastic, wood, stone or cloth for a part. */
export function drawMaterial(random: Random): Material {
  const tone = between(random, 0.03, 0.14);
  const scale = between(random, 0.7, 1.6);
  if (random.uniform() < 0.4) {
    const texture = textured(pick(random, metalPatterns), tone, 0.0008, scale);
    return metal(pick(random, metals), between(random, 0.25, 0.6), texture);
  }
  const texture = textured(pick(random, plainPatterns), tone, between(random, 0, 0.002), scale);
  return plain(drawColour(random), between(random, 0.25, 0.9), texture);
}

/** A random table, told apart from the part by its brightness. */
export function drawBackground(part: Material, random: Random): Material {
  const own = brightness(part.colour);
  const value = own > 0.5 ? between(random, 0.15, own - 0.22) : between(random, own + 0.25, 0.85);
  const saturation = random.uniform() < 0.5 ? 0.06 : between(random, 0.1, 0.3);
  const texture = textured(
    pick(random, tablePatterns),
    between(random, 0.02, 0.12),
    between(random, 0, 0.002),
    between(random, 0.7, 1.8),
  );
  return plain(hsv(random.uniform(), saturation, value), 0.9, texture);
}

/** A random paint, pale or saturated. */
export function drawColour(random: Random): Colour {
  const saturation =
    random.uniform() < 0.35 ? between(random, 0, 0.12) : between(random, 0.35, 0.85);
  return hsv(random.uniform(), saturation, between(random, 0.2, 0.9));
}
