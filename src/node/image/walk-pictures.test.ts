import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureOutputFolder } from '../files/output-folders.ts';
import { walkPictures, type WalkRules } from './walk-pictures.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-walk-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function put(...paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), '');
  }
}

/** Each entry as kind or reason, and path. */
async function walk(rules: Partial<WalkRules> = {}): Promise<string[]> {
  const lines: string[] = [];
  const all = { recursive: true, isIgnored: () => false, ...rules };
  for await (const entry of walkPictures(folder, all)) {
    const kind = entry.kind === 'passed' ? entry.reason : entry.kind;
    lines.push(`${kind} ${relative(folder, entry.path) || '.'}`);
  }
  return lines;
}

describe('walkPictures()', () => {
  it('tells of everything, in natural order, each folder before what it holds', async () => {
    await put('10.png', '9.png', 'a/1.png', 'a/b/notes', '@eaDir/1.png', 'x.png/1.png', '.tmp');
    await ensureOutputFolder(join(folder, 'marked'));
    await mkdir(join(folder, 'empty'));
    expect(await walk()).toEqual([
      'folder .',
      'by-product .tmp',
      'picture 9.png',
      'picture 10.png',
      'by-product @eaDir',
      'folder a',
      'picture a/1.png',
      'folder a/b',
      'no-picture a/b/notes',
      'folder empty',
      'own-output marked',
      'fault x.png',
    ]);
    expect(await walk({ recursive: false, isOutput: (path) => path.endsWith('empty') })).toEqual([
      'folder .',
      'by-product .tmp',
      'picture 9.png',
      'picture 10.png',
      'by-product @eaDir',
      'subfolder a',
      'own-output empty',
      'own-output marked',
      'fault x.png',
    ]);
  });

  it('gives each of many files once, in order', async () => {
    const names = Array.from({ length: 50 }, (_, i) => `${i}.png`);
    await put(...names);
    expect(await walk()).toEqual(['folder .', ...names.map((name) => `picture ${name}`)]);
  });

  it('enters each folder once, whatever links lead to it', async () => {
    await put('a/1.png');
    await symlink('..', join(folder, 'a', 'up'));
    await symlink('a', join(folder, 'b'));
    expect(await walk()).toEqual(['folder .', 'folder a', 'picture a/1.png']);
  });

  it('names a folder that is gone', async () => {
    const rules = { recursive: true, isIgnored: () => false };
    for await (const entry of walkPictures(join(folder, 'gone'), rules)) {
      expect(entry).toMatchObject({
        kind: 'fault',
        error: { message: expect.stringContaining('there is no such file or folder') },
      });
    }
    expect.assertions(1);
  });
});
