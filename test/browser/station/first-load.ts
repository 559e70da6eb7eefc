import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';

/**
 * Bytes of the files that a first visit loads, compressed as a server would.
 *
 * @param dist - Folder of the built page.
 * @param page - Has just loaded its first address.
 */
export async function firstLoad(dist: string, page: Page): Promise<number> {
  const names = await page.evaluate<string[]>(
    "performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname)",
  );
  const files = new Set(['/index.html', ...names.filter((name) => !name.startsWith('/api/'))]);
  let bytes = 0;
  for (const name of files) bytes += gzipSync(await readFile(join(dist, name))).length;
  return bytes;
}
