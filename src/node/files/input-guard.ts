import { stat } from 'node:fs/promises';
import { FileError } from '../../errors.ts';
import { printable } from '../../printable.ts';

/**
 * Checks that a file to be written is none of those that are read, under whatever name.
 *
 * @throws {@link FileError} if it is one of them.
 */
export async function assertNoInput(output: string, inputs: Iterable<string>): Promise<void> {
  const identity = await identityOf(output);
  if (identity === undefined) return;
  for (const input of inputs) {
    if ((await identityOf(input)) !== identity) continue;
    throw new FileError(
      `write ${printable(output)}`,
      'it is one of the files that are read: expected another',
      'Name another file to write; this one is as it was.',
    );
  }
}

/** What two names of one file have in common; undefined if there is none. */
async function identityOf(path: string): Promise<string | undefined> {
  // As big integers: file numbers of Windows do not fit a double.
  return stat(path, { bigint: true }).then(
    ({ dev, ino }) => `${dev} ${ino}`,
    () => undefined,
  );
}
