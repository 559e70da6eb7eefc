/**
 * Folders that fewgood fills, marked so that what it wrote there is never taken for pictures of parts.
 *
 * @module
 */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureFolder, writeFileAtomic } from './files.ts';
import { textFile } from './output-kinds.ts';

/** The file that marks a folder. */
const OUTPUT_MARKER = '.fewgood-output';

const NOTE = textFile('a note', OUTPUT_MARKER);
const TEXT =
  'fewgood wrote what is in this folder. It is left out where the folder lies among pictures;\n' +
  'delete this file to have its pictures taken for pictures of parts.\n';

/**
 * Makes a folder for outputs and marks it. One that holds anything else than outputs is somebody's own,
 * and stays unmarked.
 *
 * @param isOurs - Whether it is known to hold outputs alone.
 * @throws {@link FileError} if the folder cannot be made or written to.
 */
export async function ensureOutputFolder(path: string, isOurs: boolean = false): Promise<void> {
  await ensureFolder(path);
  const names = await readdir(path);
  if (names.length === 0 || (isOurs && !names.includes(OUTPUT_MARKER)))
    await writeFileAtomic(join(path, OUTPUT_MARKER), TEXT, NOTE);
}

/** Whether a folder is marked as one of outputs. */
export async function isOutputFolder(path: string): Promise<boolean> {
  return stat(join(path, OUTPUT_MARKER)).then(
    (stats) => stats.isFile(),
    () => false,
  );
}
