import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { beginsWith } from './begins-with.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-begins-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it.skipIf(process.platform !== 'linux').each([
  ['', false],
  ['path,verdict\nx', true],
  ['\ufeffpath,verdict\n', true],
  ['# a note\n', false],
  ['pa', false],
])(
  'beginsWith() of a file of %j, open for writing, is %s (needs Linux)',
  async (text, expected) => {
    const path = join(folder, 'log');
    await writeFile(path, text);
    const file = await open(path, 'a');
    expect(beginsWith(file.fd, 'path,verdict')).toBe(expected);
    await file.close();
  },
);

it('beginsWith() of what is no file is false', async () => {
  const device = await open('/dev/null', 'w');
  expect(beginsWith(device.fd, '')).toBe(false);
  await device.close();
  expect(beginsWith(1e6, '')).toBe(false);
});
