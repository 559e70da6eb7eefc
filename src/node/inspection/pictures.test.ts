import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ExpandOptions, expandPictures } from './pictures.ts';

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'fewgood-pictures-')));
  await mkdir(join(folder, 'tray', 'deep'), { recursive: true });
  for (const name of ['10.png', '9.PNG', 'note.txt', '.hidden.png', 'deep/a.bmp']) {
    await writeFile(join(folder, 'tray', name), '');
  }
});
afterEach(() => rm(folder, { recursive: true }));

/** What inputs below the folder expand to: paths below it, each error behind its path. */
async function expand(inputs: readonly string[], options?: ExpandOptions): Promise<string[]> {
  const pictures = await expandPictures(
    inputs.map((input) => (input === '-' ? input : join(folder, input))),
    options,
  );
  return pictures.map(({ path, error }) => {
    const name = path === '-' ? path : relative(folder, path);
    return error ? `${name} (${error.message.replace(/^.*?: |: expected.*/g, '')})` : name;
  });
}

describe('expandPictures()', () => {
  it('lists a folder and those within in natural order, without other or hidden files', async () => {
    expect(await expand(['tray'])).toEqual(['tray/9.PNG', 'tray/10.png', 'tray/deep/a.bmp']);
    expect(await expand(['tray'], { recursive: false })).toEqual(['tray/9.PNG', 'tray/10.png']);
  });

  it('keeps what is named as a file, whether a picture or not, or missing', async () => {
    expect(await expand(['tray/note.txt', 'none.png', 'tray/.hidden.png'])).toEqual([
      'tray/note.txt',
      'none.png',
      'tray/.hidden.png',
    ]);
  });

  it('matches patterns, but takes a file of that very name as itself', async () => {
    await writeFile(join(folder, 'tray', '[9].png'), '');
    expect(await expand(['tray/*.png'])).toEqual(['tray/10.png', 'tray/[9].png']);
    expect(await expand(['tray/**/{9,a}.*'])).toEqual(['tray/9.PNG', 'tray/deep/a.bmp']);
    expect(await expand(['tray/[9].png'])).toEqual(['tray/[9].png']);
    expect(await expand(['tray/n*'])).toEqual([
      'tray/n* (there is no file of that name, and no picture matches it as a pattern)',
    ]);
  });

  it('matches patterns from the current folder', async () => {
    const pictures = await expandPictures(['src/node/pictures.test.{ts,png}', 'no*such.png']);
    expect(pictures.map(({ path, error }) => [path, error?.code])).toEqual([
      ['src/node/pictures.test.{ts,png}', 'NO_PICTURES'],
      ['no*such.png', 'NO_PICTURES'],
    ]);
  });

  it('names a folder without pictures, and folders that are named like pictures', async () => {
    await mkdir(join(folder, 'empty'));
    await mkdir(join(folder, 'tray', 'x.png'));
    expect(await expand(['empty'])).toEqual(['empty (it is a folder without pictures)']);
    const inside = 'tray/x.png (it is a folder, not a picture)';
    expect(await expand(['tray'])).toContain(inside);
    expect(await expand(['tray/*.png'])).toEqual(['tray/10.png', inside]);
    await writeFile(join(folder, 'tray', 'x.png', 'y.png'), '');
    expect(await expand(['tray/x.png'])).toEqual(['tray/x.png/y.png']);
  });

  it('gives a file once however it is reached, in the order of the inputs', async () => {
    await symlink('10.png', join(folder, 'tray', 'again.png'));
    await symlink('..', join(folder, 'tray', 'deep', 'up'));
    expect(await expand(['tray/deep/a.bmp', 'tray', 'tray/10.png', 'tray/*'])).toEqual([
      'tray/deep/a.bmp',
      'tray/9.PNG',
      'tray/10.png',
    ]);
  });
});

describe('expandPictures() of a list', () => {
  it.each([
    ['newlines', '\n'],
    ['newlines of Windows', '\r\n'],
    ['NUL characters', '\0'],
  ])('reads a list separated by %s', async (_, separator) => {
    const paths = ['tray/*.png', 'tray/9.PNG', 'tray/deep', 'ünïcode.png'];
    const list = Buffer.from(paths.map((path) => join(folder, path) + separator).join(''));
    // In pieces of 3 bytes, which split characters.
    const pieces = Array.from({ length: Math.ceil(list.length / 3) }, (_unused, i) =>
      list.subarray(i * 3, i * 3 + 3),
    );
    expect(await expand(['-', '-'], { stdin: Readable.from(pieces) })).toEqual([
      'tray/*.png',
      'tray/9.PNG',
      'tray/deep/a.bmp',
      'ünïcode.png',
    ]);
  });

  it('keeps newlines of names in a list separated by NUL characters', async () => {
    const stdin = Readable.from([`${join(folder, 'two\nlines.png')}\0`]);
    expect(await expand(['-'], { stdin })).toEqual(['two\nlines.png']);
  });

  it('says that a list is empty', async () => {
    const none = '- (the list on standard input is empty)';
    expect(await expand(['-'], { stdin: Readable.from(['\n\n']) })).toEqual([none]);
    expect(await expand(['-'])).toEqual([none]);
  });
});
