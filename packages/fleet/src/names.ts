import { ArgumentRangeError } from 'fewgood';

/** As keys of NATS and file names take it. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}[A-Za-z0-9]$|^[A-Za-z0-9]$/;

/**
 * Checks a name of a part or a request.
 *
 * @param argument - What is named, as options call it.
 * @throws {@link ArgumentRangeError} if it is none.
 */
export function assertName(argument: 'part' | 'request' | 'worker', name: string): void {
  if (NAME.test(name)) return;
  throw new ArgumentRangeError(
    argument,
    `"${name}"`,
    'up to 64 letters, digits, "-", "_" and ".", a letter or a digit first and last',
  );
}
