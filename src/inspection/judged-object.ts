import type { SplitObject } from '../objects/split-objects.ts';
import type { Inspection } from './inspection.ts';

/** An object of a picture with what was found in the picture of it alone. */
export interface JudgedObject {
  readonly object: SplitObject;
  /** In pixels of what was cut out. */
  readonly inspection: Inspection;
}
