import { UsageError } from '../errors.ts';

/**
 * The one part file that a command is about.
 *
 * @param task - What cannot be done without it: "set the scale of a part".
 * @param example - A command that names one.
 * @throws {@link UsageError} if none is named, or more than one.
 */
export function onePartFile(
  [path, stray]: readonly string[],
  { task, example }: { readonly task: string; readonly example: string },
): string {
  if (path !== undefined && stray === undefined) return path;
  const fault = stray === undefined ? 'no part file given' : `${stray} is one word too many`;
  throw new UsageError(`Cannot ${task}: ${fault}`, `Name one part file: ${example}.`);
}
