import { between } from '../draw.ts';
import { type Design, mark } from '../design.ts';
import { stroke } from '../sdf.ts';
import { rgb } from '../material.ts';
import { type DefectContext, headingOf, placeOnEdge, walk, withLayers } from './context.ts';

/** A dark jagged line from the outline into the part, with a branch. */
export function crack({ design, random, strength, pixel }: DefectContext): Design {
  const { at, inward } = placeOnEdge(design, random);
  const heading = headingOf(inward);
  const length = between(random, 0.4, 0.75) * strength;
  const width = Math.max(between(random, 0.02, 0.032), 1.6 * pixel) * Math.sqrt(strength);
  const main = walk(random, at, heading, { steps: 9, length, wander: 0.14 });
  const fork = main[3 + random.below(4)];
  const branch = walk(random, fork, heading + (random.uniform() < 0.5 ? 0.12 : -0.12), {
    steps: 5,
    length: length / 3,
    wander: 0.1,
  });
  const paint = { colour: rgb(0x101010), opacity: 0.9, roughness: 1, metal: 0 };
  return withLayers(
    design,
    mark(stroke(main, width, 0.75), { depth: -0.02, paint }),
    mark(stroke(branch, 0.7 * width, 0.75), { depth: -0.02, paint }),
  );
}
