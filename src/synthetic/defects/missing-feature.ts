import { type Design, featuresOf, without } from '../design.ts';
import type { DefectContext } from './context.ts';

/** One feature absent: a hole not drilled, a pin, tooth, pad or print that is not there. */
export function missingFeature({ design, random }: DefectContext): Design {
  const names = featuresOf(design);
  return without(design, names[random.below(names.length)]);
}
