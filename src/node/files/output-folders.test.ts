import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureOutputFolder, isOutputFolder } from './output-folders.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-outputs-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('ensureOutputFolder()', () => {
  it('makes and marks a folder, and leaves the mark when it comes again', async () => {
    const path = join(folder, 'a', 'marked');
    await ensureOutputFolder(path);
    await writeFile(join(path, '1.png'), '');
    await ensureOutputFolder(path);
    expect(await isOutputFolder(path)).toBe(true);
    expect(await isOutputFolder(join(folder, 'a'))).toBe(false);
    expect((await readdir(path)).toSorted()).toEqual(['.fewgood-output', '1.png']);
  });

  it('marks no folder that holds what others put there', async () => {
    await writeFile(join(folder, '1.png'), '');
    await ensureOutputFolder(folder);
    expect(await isOutputFolder(folder)).toBe(false);
    expect(await isOutputFolder(join(folder, 'none'))).toBe(false);
  });
});
