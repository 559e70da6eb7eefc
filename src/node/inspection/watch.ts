/**
 * A folder into which a camera or a copy puts pictures: each is given once, when it is complete.
 *
 * The folder is looked at again and again, also while pictures are judged. Notifications of the system
 * (`fs.watch`) do not come from network shares and say nothing about when a file is complete; where
 * they come, they tell sooner what to look at.
 *
 * @module
 */
import { join } from 'node:path';
import { FewgoodError, FileError } from '../../errors.ts';
import { printable } from '../../printable.ts';
import { systemFault } from '../files/files.ts';
import { FolderWatch } from './folder-watch.ts';
import type { ArrivedPicture } from './picture-files.ts';
import type { WatchOptions } from './watch-options.ts';

/**
 * Watches a folder, and gives each picture, known by content or name, once it is complete: unchanged in time
 * stamps, inode and content for `settleMilliseconds`, and for five times as long where it is empty,
 * has no header yet, or its format says that bytes are missing. Files that are complete at the same look come in the order in which
 * they were written. A file written again or replaced later is given again, marked `replaced`; one that
 * is replaced or deleted before its turn is told of as lost. Names that start with a dot, or end as those of
 * files in the making do (`.part`, `.tmp`), are left out, so writers may use one until they rename the file.
 *
 * Each is read before it is given: what is judged is what was complete. While the folder is away, which is
 * told, its return is awaited.
 *
 * @returns Pictures for `pictureFiles`, by paths below `folder`; ends when `signal` does.
 * @throws {@link FileError} if the folder is missing at the start.
 */
export async function* watchFolder(
  folder: string,
  options: WatchOptions = {},
): AsyncGenerator<ArrivedPicture, void> {
  const watched = new FolderWatch(folder, options);
  try {
    await watched.begin();
  } catch (cause) {
    if (cause instanceof FewgoodError) throw cause;
    const { fault, remedy } = systemFault(cause);
    throw new FileError(`watch the folder ${printable(folder)}`, fault, remedy, { cause });
  }
  try {
    while (!options.signal?.aborted) {
      let isIdle = true;
      for (const name of watched.complete()) {
        if (options.signal?.aborted) return;
        const picture = await watched.take(name);
        if (picture === undefined) continue;
        isIdle = false;
        yield { ...picture, path: join(folder, name) };
      }
      if (isIdle) await watched.nextLook();
    }
  } finally {
    await watched.end();
  }
}
