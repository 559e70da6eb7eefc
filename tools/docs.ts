/**
 * Writes the pages of docs/ that are made of the code: docs/cli.md, docs/errors.md and
 * docs/inspection.schema.json. A test tells when they are behind.
 *
 * Run: npx tsx tools/docs.ts
 */
import { writeFile } from 'node:fs/promises';
import { documents } from './docs/documents.ts';

for (const [path, content] of await documents()) {
  await writeFile(path, content);
  console.log(path);
}
