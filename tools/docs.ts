/**
 * Writes the pages of docs/ that are made of the code or of results/, and the tables of README.md. A
 * test tells when they are behind.
 *
 * Run: npx tsx tools/docs.ts
 */
import { writeFile } from 'node:fs/promises';
import { documents } from './docs/documents.ts';

for (const [path, content] of await documents()) {
  await writeFile(path, content);
  console.log(path);
}
