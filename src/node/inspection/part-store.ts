import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { Part } from '../../inspection/part.ts';
import { isPartHead } from '../../inspection/part-container.ts';
import { decodePart, encodePart } from '../../inspection/part-file.ts';
import type { NamedHash } from '../../inspection/record-context.ts';
import { type FileLockOptions, withFileLock } from '../files/file-lock.ts';
import { openPendingFile, readFileBytes, writeFileAtomic } from '../files/files.ts';
import type { OutputKind } from '../files/output-kinds.ts';
import { nodeSha256 } from '../files/sha256.ts';

/** What a part file replaces: nothing but its like. */
export const PART_FILE: OutputKind = { name: 'a part file', isOne: isPartHead };

/** Reads and checks a part file. */
export async function loadPart(path: string): Promise<Part> {
  return (await loadPartFile(path)).part;
}

/** Reads and checks a part file; what it is called, and the SHA-256 of its bytes, hexadecimal. */
export async function loadPartFile(path: string): Promise<NamedHash & { readonly part: Part }> {
  const [bytes, name] = [await readFileBytes(path), basename(path)];
  // The part is checked by the hash of all but its end, from which that of the file goes on.
  const hash = createHash('sha256');
  let hashed = 0;
  const part = decodePart(bytes, name, (body) => {
    hashed += body.length;
    return hash.update(body).copy().digest();
  });
  return { part, name, sha256: hash.update(bytes.subarray(hashed)).digest('hex') };
}

/**
 * Writes a part file; whatever happens, the old file or the new one is there, whole.
 *
 * @throws {@link FileError} if it cannot be written, or a file of another kind has the name.
 */
export async function savePart(path: string, part: Part): Promise<void> {
  await writeFileAtomic(path, encodePart(part, nodeSha256), PART_FILE);
}

/**
 * Reads a part file, changes the part and writes it back, while no other process does so: of two
 * changes at once, none is lost. What takes long is done before, and `change` checks that it still fits.
 *
 * @param change - Makes another part of the one in the file; nothing is written if it gives that one back.
 * @returns What `change` gave.
 * @throws {@link FileError} if another process does not give the file back in time, or it cannot be written.
 */
export async function updatePart<T extends { readonly part: Part }>(
  path: string,
  change: (part: Part) => T,
  options: FileLockOptions = {},
): Promise<T> {
  return withFileLock(
    path,
    async ({ assertHeld }) => {
      const part = await loadPart(path);
      const outcome = change(part);
      if (outcome.part === part) return outcome;
      const file = await openPendingFile(path, PART_FILE);
      try {
        await file.append(encodePart(outcome.part, nodeSha256));
        await assertHeld();
        await file.commit();
      } finally {
        await file.discard();
      }
      return outcome;
    },
    options,
  );
}
