import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FileError } from '../../errors.ts';
import { attempt } from '../files/files.ts';
import type { TabFiles } from './tab-files.ts';

/**
 * Lays the page into a folder, for any host of files.
 *
 * @throws {@link FileError} if something is in the folder, or it cannot be written.
 */
export async function writeTabFolder(files: TabFiles, folder: string): Promise<void> {
  await attempt(`write the page into ${folder}`, async (task) => {
    await mkdir(folder, { recursive: true });
    if ((await readdir(folder)).length > 0) {
      const found = 'the folder holds other files: expected an empty one, or none';
      throw new FileError(task, found, 'Name another folder, or empty it.', { options: ['out'] });
    }
    for (const [path, bytes] of files) {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, bytes);
    }
  });
}
