/**
 * Where an object that touches others can be judged. Next to them its edge looks another way than that of one that
 * lies alone: they shade it, and where one ends and the other begins is not known to the pixel.
 *
 * @module
 */
import { OBJECTS } from '../hyperparameters.ts';
import { grown } from '../image/morphology.ts';
import type { Size } from '../image/rgb-image.ts';

/** What touching others leaves of an object to be judged. */
export interface ObjectContact {
  /** 1 where it can be judged, 0 where what touches it lay and next to that; of the picture of the object alone, shape [height, width]. */
  readonly judged: Uint8Array;
  /** Share of the object's own pixels that can be judged, from 0 to 1. */
  readonly share: number;
}

/**
 * What is left of an object.
 *
 * @param own - 1 on the object, shape [height, width].
 * @param others - 1 on what touches it, in the same picture, somewhere at least.
 */
export function contactOf(own: Uint8Array, others: Uint8Array, size: Size): ObjectContact {
  const band = Math.max(1, Math.round(OBJECTS.contact * Math.max(size.width, size.height)));
  const near = grown(others, size, band);
  let [all, left, some] = [0, 0, 0];
  for (let i = 0; i < near.length; i++) {
    near[i] = 1 - near[i];
    some += near[i];
    all += own[i];
    left += own[i] * near[i];
  }
  // A picture of which nothing is looked at has no score: one that others surround is scored as it lies, and never passes.
  return {
    judged: some === 0 ? others.map((value) => 1 - value) : near,
    share: left / Math.max(all, 1),
  };
}
