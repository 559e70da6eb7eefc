import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { globSync } from 'tinyglobby';

/** What a page has not, and no shim stands in for. */
const NODE_ALONE = /\bBuffer\.|readdirSync|from 'sharp'|node\/image\/image-encoder|cli\/harness/;

/**
 * Suites that take their runtime from `describeOnRuntimes()` and can run in a page as they are: those that need
 * neither files beyond reading, nor pictures that Node decodes.
 *
 * @param root - Of the repository.
 */
export function pageSuites(root: string): readonly string[] {
  return globSync(['src/**/*.test.ts', 'test/{golden,integration}/**/*.test.ts'], {
    cwd: root,
    ignore: ['src/node/**', 'src/cli/**'],
  })
    .filter((path) => {
      const text = readFileSync(resolve(root, path), 'utf8');
      return text.includes('describeOnRuntimes(') && !NODE_ALONE.test(text);
    })
    .toSorted();
}
