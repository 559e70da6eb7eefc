import { basename } from 'node:path';
import type { Part } from '../../inspection/part.ts';
import { decodePart, encodePart } from '../../inspection/part-file.ts';
import { readFileBytes, writeFileAtomic } from '../files/files.ts';

/** Reads and checks a part file. */
export async function loadPart(path: string): Promise<Part> {
  return decodePart(await readFileBytes(path), basename(path));
}

/** Writes a part file; whatever happens, the old file or the new one is there, whole. */
export async function savePart(path: string, part: Part): Promise<void> {
  await writeFileAtomic(path, encodePart(part));
}
