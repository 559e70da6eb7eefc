import { ArgumentRangeError } from '../../errors.ts';
import type { Method } from './method.ts';
import type { MethodChanges, MethodEntry } from './method-entry.ts';
import { fewgood } from './fewgood.ts';
import { nearestPatch } from './nearest-patch.ts';
import { padim } from './padim.ts';
import { patchcore } from './patchcore.ts';
import { regad } from './regad.ts';
import { siamese } from './siamese.ts';
import { subspace } from './subspace.ts';

/** All methods, the product's and the thesis's first. */
const entries: readonly MethodEntry[] = [
  fewgood,
  siamese,
  patchcore,
  padim,
  regad,
  nearestPatch,
  subspace,
];

/** Names of all methods, as the command line knows them. */
export const methodNames: readonly string[] = entries.map(({ name }) => name);

/**
 * What can be changed in a method, and how it is made.
 *
 * @throws {@link ArgumentRangeError} if there is no method of that name.
 */
export function findMethod(name: string): MethodEntry {
  const entry = entries.find((one) => one.name === name);
  if (entry !== undefined) return entry;
  throw new ArgumentRangeError('method', name, `one of ${methodNames.join(', ')}`);
}

/**
 * A method, with some of its options changed.
 *
 * @throws {@link ArgumentRangeError} if there is no such method or option, or a value is out of range.
 */
export function createMethod(name: string, changes?: MethodChanges): Method {
  return findMethod(name).create(changes);
}
