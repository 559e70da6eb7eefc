import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { rgbImage } from '../../image/rgb-image.ts';
import { ensureOutputFolder } from '../files/output-folders.ts';
import { encodeJpeg, encodePng } from '../image/image-encoder.ts';
import { markPng } from '../image/output-mark.ts';
import { type ExpandOptions, expandPictures } from './pictures.ts';

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'fewgood-pictures-')));
  await mkdir(join(folder, 'tray', 'deep'), { recursive: true });
  for (const name of ['10.png', '9.PNG', 'note.txt', '.hidden.png', 'deep/a.bmp']) {
    await put(`tray/${name}`);
  }
});
afterEach(() => rm(folder, { recursive: true }));

async function put(path: string, content: string | Uint8Array = ''): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), content);
}

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

/** What is passed over of inputs below the folder, each with the reason. */
async function passedOver(
  inputs: readonly string[],
  options: ExpandOptions = {},
): Promise<string[]> {
  const passed: string[] = [];
  await expand(inputs, {
    ...options,
    onPassOver: ({ path, reason }) => passed.push(`${path.replace(`${folder}/`, '')} ${reason}`),
  });
  return passed;
}

describe('expandPictures() of files that are not named like pictures', () => {
  it('decides by content, and tells what it passes over', async () => {
    const jpeg = await encodeJpeg(rgbImage(new Uint8Array(48), 4, 4));
    const names = ['1.jpg', '2.jfif', '3.jpe', 'IMG0004', 'part.001'];
    for (const name of names) await put(`mixed/${name}`, jpeg);
    await put('mixed/6.pgm', 'P5 1 1 255\n0');
    await put('mixed/list.csv', 'a,b\n');
    expect((await expand(['mixed'])).toSorted()).toEqual(
      [...names, '6.pgm'].map((name) => `mixed/${name}`).toSorted(),
    );
    expect(await passedOver(['mixed'])).toEqual(['mixed/list.csv no-picture']);
    expect(await expand(['mixed/*0*'])).toEqual(['mixed/IMG0004', 'mixed/part.001']);
    expect(await passedOver(['mixed/*'])).toEqual(['mixed/list.csv no-picture']);
  });

  it('leaves by-products of storage out, unless they are named', async () => {
    const thumbnails = ['@eaDir/10.png/THUMB_M.jpg', '#recycle/old.png', 'Thumbs.db'];
    for (const name of thumbnails) await put(`tray/${name}`);
    expect(await expand(['tray'])).toEqual(['tray/9.PNG', 'tray/10.png', 'tray/deep/a.bmp']);
    expect(await passedOver(['tray'])).toEqual([
      'tray/#recycle/ by-product',
      'tray/.hidden.png by-product',
      'tray/@eaDir/ by-product',
      'tray/Thumbs.db by-product',
      'tray/note.txt no-picture',
    ]);
    expect(await expand(['tray/**/*.{jpg,png}'])).toEqual(['tray/10.png']);
    expect(await expand(['tray/#recycle'])).toEqual(['tray/#recycle/old.png']);
  });

  it('leaves out what it is told to, and says which folders it does not walk', async () => {
    await put('tray/old/1.png');
    const expected = ['tray/10.png', 'tray/deep/a.bmp'];
    expect(await expand(['tray'], { ignore: ['9.*', 'old/**'] })).toEqual(expected);
    expect(await expand(['tray'], { ignore: ['./old/', '9.PNG', 'none'] })).toEqual(expected);
    expect(await expand(['tray/**/*.png', 'tray/9.PNG'], { ignore: ['old', '9*'] })).toEqual([
      'tray/10.png',
    ]);
    expect(await passedOver(['tray'], { recursive: false, ignore: ['note*'] })).toEqual([
      'tray/.hidden.png by-product',
      'tray/deep/ subfolder',
      'tray/note.txt ignored',
      'tray/old/ subfolder',
    ]);
  });
});

describe("expandPictures() of fewgood's own outputs", () => {
  it('takes none, wherever it lies', async () => {
    const overlay = markPng(await encodePng(rgbImage(new Uint8Array(48), 4, 4)), 'overlay');
    await ensureOutputFolder(join(folder, 'tray', 'marked'));
    for (const name of ['marked/a.png', '11.png', 'copy']) await put(`tray/${name}`, overlay);
    const expected = ['tray/9.PNG', 'tray/10.png', 'tray/deep/a.bmp'];
    expect(await expand(['tray'])).toEqual(expected);
    expect(await passedOver(['tray'], { ignore: ['.*', '*.txt'] })).toEqual([
      'tray/.hidden.png ignored',
      'tray/11.png own-output',
      'tray/copy own-output',
      'tray/marked/ own-output',
      'tray/note.txt ignored',
    ]);
    // As a shell makes them of *.png.
    expect(await expand(['tray/10.png', 'tray/11.png'])).toEqual(['tray/10.png']);
    expect(await expand(['tray/1*.png'])).toEqual(['tray/10.png']);
    expect(await expand(['tray/11.png'])).toEqual([
      'tray/11.png (all that is named is left out or made by fewgood)',
    ]);
    expect(await expand(['tray/marked'])).toEqual([
      'tray/marked (it is a folder of outputs of fewgood)',
    ]);
  });
});

describe.skipIf(process.platform !== 'linux')(
  'expandPictures() of names that are not UTF-8 (Linux alone lets files have them)',
  () => {
    it('names their fault, each apart, and passes over what is no picture', async () => {
      const named = (name: string): Buffer => Buffer.from(`${folder}/tray/${name}`, 'latin1');
      for (const name of ['b\xfc1.png', 'b\xe42.png']) await writeFile(named(name), '');
      await writeFile(named('gr\xfc\xdfe.txt'), 'hello');
      await mkdir(named('f\xe4cher'));
      const fault = '(its name is not UTF-8)';
      expect(await expand(['tray'])).toEqual([
        'tray/9.PNG',
        'tray/10.png',
        String.raw`tray/b\xe42.png ${fault}`,
        String.raw`tray/b\xfc1.png ${fault}`,
        'tray/deep/a.bmp',
        String.raw`tray/f\xe4cher ${fault}`,
      ]);
      expect(await passedOver(['tray'])).toContain(String.raw`tray/gr\xfc\xdfe.txt no-picture`);
      // As Node gives a word of the command line.
      expect(await expand([String(named('b\xfc1.png')).slice(folder.length + 1)])).toEqual([
        `tray/b\ufffd1.png ${fault}`,
      ]);
    });
  },
);

describe('expandPictures() of a list', () => {
  it.each([
    ['newlines', '\n'],
    ['newlines of Windows', '\r\n'],
    ['NUL characters', '\0'],
  ])('reads a list separated by %s', async (_, separator) => {
    const paths = ['tray/*.png', 'tray/9.PNG', 'tray/deep/a.bmp', 'ünïcode.png'];
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

  it.each([
    ['UTF-8 with a mark', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['UTF-16 LE', (text: string) => Buffer.from(text, 'utf16le')],
    ['UTF-16 LE with a mark', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 BE with a mark', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ])('reads a list of %s, as PowerShell writes them', async (_, encode) => {
    const stdin = Readable.from([encode(`${join(folder, 'tray/9.PNG')}\r\n`)]);
    expect(await expand(['-'], { stdin })).toEqual(['tray/9.PNG']);
  });

  it('refuses a list in another encoding, and says at which item', async () => {
    const stdin = Readable.from([Buffer.from('a.png\nPr\xfcf.png\n', 'latin1')]);
    expect(await expand(['-'], { stdin })).toEqual([
      '- (the list on standard input is neither UTF-8 nor UTF-16, as its item 2 shows)',
    ]);
  });

  it('names a folder in a list, and walks it only if it is told to', async () => {
    const list = [`${join(folder, 'tray/deep')}\n`];
    const fault = 'tray/deep (it is a folder in a list)';
    expect(await expand(['-'], { stdin: Readable.from(list) })).toEqual([fault]);
    const walked = await expand(['-'], { stdin: Readable.from(list), listFolders: true });
    expect(walked).toEqual(['tray/deep/a.bmp']);
  });

  it('says that a list is empty', async () => {
    const none = '- (the list on standard input is empty)';
    expect(await expand(['-'], { stdin: Readable.from(['\n\n']) })).toEqual([none]);
    expect(await expand(['-'])).toEqual([none]);
  });
});
