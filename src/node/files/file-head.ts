import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { attempt, withFile } from './files.ts';
import { printable } from '../../printable.ts';

/**
 * Reads the first bytes of a file: what it is stands there. Nothing of a pipe or a device is read, so
 * none is waited for.
 *
 * @param path - Bytes where it is no UTF-8.
 * @param size - Most bytes.
 * @returns Shape [n], fewer than `size` of a small file; undefined if it is no regular file.
 * @throws {@link FileError} if it is missing or forbidden.
 */
export async function readFileHead(
  path: string | Buffer,
  size: number,
): Promise<Uint8Array | undefined> {
  return attempt(`read ${printable(String(path))}`, async () => {
    // Opening a pipe without a writer would wait for ever; O_NONBLOCK is missing on Windows.
    const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
    return withFile(await open(path, flags), async (handle) => {
      if (!(await handle.stat()).isFile()) return undefined;
      const head = new Uint8Array(size);
      const { bytesRead } = await handle.read(head, 0, size, 0);
      return head.subarray(0, bytesRead);
    });
  });
}
