import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';

const manifest = new URL('../../packages/station/package.json', import.meta.url).pathname;
const packed = z.array(z.object({ files: z.array(z.object({ path: z.string() })) }));

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-package-'));
});
afterAll(async () => rm(folder, { recursive: true }));

it('publishes the page beside the server, where that looks for it, and no sources', async () => {
  await cp(manifest, join(folder, 'package.json'));
  // As the build leaves it.
  const files = ['dist/index.js', 'page/index.html', 'page/assets/index-12345678.js'];
  for (const file of [...files, 'dist/station.tsbuildinfo', 'src/index.ts']) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), '');
  }
  const words = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const { stdout } = await promisify(execFile)('npm', words, { cwd: folder });
  const [{ files: listed } = { files: [] }] = packed.parse(JSON.parse(stdout));
  expect(listed.map(({ path }) => path).toSorted()).toEqual([...files, 'package.json'].toSorted());
});
