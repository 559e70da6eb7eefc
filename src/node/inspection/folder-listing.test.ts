import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listFolder } from './folder-listing.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-listing-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const isIgnored = (name: string): boolean => name.endsWith('c.txt');
const at = (...names: string[]): string => join(folder, ...names);

describe('listFolder()', () => {
  beforeEach(async () => {
    await mkdir(at('cam', 'deep'), { recursive: true });
    await mkdir(at('.hidden'));
    const names = [
      'a.png',
      '.b.png',
      'c.txt',
      'd.png.part',
      'cam/d.JPG',
      'cam/deep/e',
      '.hidden/f.png',
    ];
    for (const name of names) await writeFile(at(name), 'x');
    await symlink(folder, at('cam', 'circle'));
  });

  it('lists pictures, and names the folders that it leaves out', async () => {
    const { places, subfolders, passed, isEmpty } = await listFolder(folder, {
      recursive: false,
      isIgnored,
    });
    expect([...places]).toEqual([['a.png', at('a.png')]]);
    expect([subfolders, isEmpty]).toEqual([['cam'], false]);
    expect(passed.toSorted((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
      { path: '.b.png', reason: 'by-product' },
      { path: '.hidden', reason: 'by-product' },
      { path: 'c.txt', reason: 'ignored' },
      { path: 'd.png.part', reason: 'by-product' },
    ]);
  });

  it('looks into folders within, each once, and leaves out those with a dot', async () => {
    const { places, subfolders, folders } = await listFolder(folder, {
      recursive: true,
      isIgnored,
    });
    expect([...places.keys()].toSorted()).toEqual(['a.png', 'cam/d.JPG', 'cam/deep/e']);
    expect([subfolders, folders.length]).toEqual([[], 3]);
  });

  it.skipIf(process.platform !== 'linux')(
    'opens names that are no UTF-8 (needs Linux)',
    async () => {
      const name = Buffer.from('ma\xdf.png', 'latin1');
      await writeFile(Buffer.concat([Buffer.from(`${folder}/`), name]), 'odd');
      const { places } = await listFolder(folder, { recursive: false, isIgnored });
      expect([...places.keys()].toSorted()).toEqual(['a.png', String.raw`ma\xdf.png`]);
      expect(await readFile(places.get(String.raw`ma\xdf.png`) ?? '', 'utf8')).toBe('odd');
    },
  );

  it('tells an empty folder, and fails where there is none', async () => {
    await mkdir(at('empty'));
    expect((await listFolder(at('empty'), { recursive: true, isIgnored })).isEmpty).toBe(true);
    await expect(listFolder(at('none'), { recursive: true, isIgnored })).rejects.toThrow('ENOENT');
  });
});
