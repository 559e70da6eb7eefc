import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import { type WatchEvent, watchFolder } from 'fewgood/node';
import type { FolderSource } from './source.ts';
import { type SourceTools, takePicture } from './take-picture.ts';
import { watchWords } from './watch-words.ts';

/**
 * Has each picture of a folder judged, once it is complete. Its key is made of its name and what it holds, so that
 * after a restart, which finds all files anew, none is judged twice.
 *
 * @throws {@link FileError} if the folder is missing at the start.
 */
export async function watchSource(
  { part, folder }: FolderSource,
  tools: SourceTools,
): Promise<void> {
  const { log, signal } = tools;
  const source = `folder ${folder}`;
  const onEvent = (event: WatchEvent): void => {
    const words = watchWords(event);
    if (words !== undefined) log(`${source}: ${words}`);
  };
  for await (const { path, content, error } of watchFolder(folder, { signal, onEvent })) {
    const name = relative(folder, path);
    if (content === undefined) {
      log(`${source}: ${name} cannot be read${error === undefined ? '' : `: ${error.message}`}`);
      continue;
    }
    const key = createHash('sha256').update(`${name}\0`).update(content.bytes).digest('hex');
    const goal = { part, source };
    await takePicture(
      { key: `folder-${key.slice(0, 40)}`, name, bytes: content.bytes },
      goal,
      tools,
    );
  }
}
