import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/**
 * Whether an open file holds something already that begins so, with or without a byte order mark. Where
 * the system does not let it be read again (it is open for writing alone), what it holds is taken for that.
 */
export function beginsWith(descriptor: number, beginning: string): boolean {
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile() || stats.size === 0) return false;
  } catch {
    return false;
  }
  try {
    const file = openSync(`/proc/self/fd/${descriptor}`, 'r');
    try {
      const bytes = Buffer.alloc(Buffer.byteLength(beginning) + 3);
      const text = bytes.subarray(0, readSync(file, bytes, 0, bytes.length, 0)).toString();
      return text.replace(/^\ufeff/, '').startsWith(beginning);
    } finally {
      closeSync(file);
    }
  } catch {
    return true;
  }
}
