import { fstatSync } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { FileError } from '../../errors.ts';
import { printable } from '../../printable.ts';
import { targetOf } from './replacement.ts';

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

/**
 * Checks that no two outputs are one file, under whatever names and links, whether it is there yet or not.
 *
 * @param outputs - Paths.
 * @param descriptor - Of an open file that is written too; none by default. Only a regular file counts.
 * @throws {@link FileError} if two of them are.
 */
export async function assertApart(outputs: readonly string[], descriptor?: number): Promise<void> {
  const taken = new Map<string, string>();
  if (descriptor !== undefined) taken.set(identityOfOpen(descriptor), 'standard output');
  for (const output of outputs) {
    const identity = (await identityOf(output)) ?? (await placeOf(output));
    const other = taken.get(identity);
    if (other !== undefined) {
      throw new FileError(
        `write ${printable(output)}`,
        `it is the same file as another output, ${printable(other)}: expected one for each`,
        'Name a file of its own for each output.',
      );
    }
    taken.set(identity, output);
  }
}

/** What {@link identityOf} tells of an open file; of a pipe or a terminal nothing that a path has. */
function identityOfOpen(descriptor: number): string {
  try {
    const stats = fstatSync(descriptor, { bigint: true });
    return stats.isFile() ? `${stats.dev} ${stats.ino}` : '';
  } catch {
    return '';
  }
}

/** Where a file that is not there yet would be made. */
async function placeOf(path: string): Promise<string> {
  const target = resolve(await targetOf(path).catch(() => path));
  const folder = await realpath(dirname(target)).catch(() => dirname(target));
  const place = join(folder, basename(target));
  // Disks of these systems mostly take names in either case for one.
  return ['darwin', 'win32'].includes(process.platform) ? place.toLowerCase() : place;
}

/** What two names of one file have in common; undefined if there is none. */
async function identityOf(path: string): Promise<string | undefined> {
  // As big integers: file numbers of Windows do not fit a double.
  return stat(path, { bigint: true }).then(
    ({ dev, ino }) => `${dev} ${ino}`,
    () => undefined,
  );
}
