import { ArgumentRangeError } from '../../errors.ts';
import type { Method } from './method.ts';
import { nearestPatch } from './nearest-patch.ts';
import { padim } from './padim.ts';
import { patchcore } from './patchcore.ts';
import { regad } from './regad.ts';
import { siamese } from './siamese.ts';
import { subspace } from './subspace.ts';

/** Name of a method, as the command line knows it. */
export type MethodName = 'siamese' | 'patchcore' | 'padim' | 'regad' | 'nearest-patch' | 'subspace';

const makers: Readonly<Record<MethodName, () => Method>> = {
  siamese,
  patchcore,
  padim,
  regad,
  'nearest-patch': nearestPatch,
  subspace,
};

/** Names of all methods, the thesis's first. */
export const methodNames: readonly MethodName[] = Object.keys(makers).filter(isMethodName);

/**
 * A method with its default options.
 *
 * @throws {@link ArgumentRangeError} if there is no method of that name.
 */
export function createMethod(name: string): Method {
  if (isMethodName(name)) return makers[name]();
  throw new ArgumentRangeError('method', name, `one of ${methodNames.join(', ')}`);
}

function isMethodName(name: string): name is MethodName {
  return Object.hasOwn(makers, name);
}
