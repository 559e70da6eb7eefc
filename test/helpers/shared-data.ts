import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Path of a file or folder in `../shared`, the test data that stands beside the project and is not
 * part of it; `undefined` where it is absent. A test that needs it says so when it skips:
 *
 *     const bottle = sharedPath('data/mvtec/bottle');
 *     it.skipIf(!bottle)('ranks bottle (needs ../shared/data/mvtec/bottle)', …);
 *
 * @param relative - Path below `../shared`.
 */
export function sharedPath(relative: string): string | undefined {
  const path = fileURLToPath(new URL(`../../../shared/${relative}`, import.meta.url));
  return existsSync(path) ? path : undefined;
}
