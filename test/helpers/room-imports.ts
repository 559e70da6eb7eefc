/** Which room of src/ imports which, as the code has it. */
import { posix } from 'node:path';
import ts from 'typescript';

/** Source files by path from the project's folder. */
export type Sources = ReadonlyMap<string, string>;

/** The room that a file lies in; undefined at the top of src/ and for `src/node/index.ts`. */
function roomOf(path: string, rooms: readonly string[]): string | undefined {
  return rooms.find((room) => path.startsWith(`src/${room}/`));
}

/**
 * The pairs of rooms that are used, each `importer > imported`, in the order of the alphabet.
 *
 * @param rooms - None lies in another.
 */
export function usedPairs(sources: Sources, rooms: readonly string[]): string[] {
  const pairs = new Set<string>();
  for (const [path, text] of sources) {
    const from = roomOf(path, rooms);
    for (const { fileName } of ts.preProcessFile(text).importedFiles) {
      if (!fileName.startsWith('.')) continue;
      const to = roomOf(posix.join(posix.dirname(path), fileName), rooms);
      if (from !== undefined && to !== undefined && from !== to) pairs.add(`${from} > ${to}`);
    }
  }
  return [...pairs].toSorted();
}
