/** A folder of hostile files: what stands in a tray of pictures when everything goes wrong. */
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  animations,
  bmp,
  pngBomb,
  pngClaiming,
  pngWithHugeProfile,
  soundPictures,
  tiff,
  tiffHeader,
  unusualPictures,
  withFlippedBit,
} from './hostile-bytes.ts';

/** One hostile file, and what must come of it. */
export interface HostileFile {
  readonly path: string;
  /** `good`: it must decode; `error`: it must be refused by an error that names it. */
  readonly expect: 'good' | 'error';
  readonly what: string;
}

type Entry = readonly [name: string, what: string, content: Buffer | string];

const isRoot = process.getuid?.() === 0;
const isPosix = process.platform !== 'win32';

/**
 * Fills a folder with hostile files, all named like pictures.
 *
 * @param folder - Exists and is empty.
 * @returns The files, in the order in which they were made.
 */
export async function makeHostileFiles(folder: string): Promise<HostileFile[]> {
  const sound = await soundPictures();
  const files: HostileFile[] = [];
  const put = async (expect: HostileFile['expect'], entries: readonly Entry[]): Promise<void> => {
    for (const [name, what, content] of entries) {
      await writeFile(join(folder, name), content);
      files.push({ path: join(folder, name), expect, what });
    }
  };
  await mkdir(join(folder, 'left'));
  await mkdir(join(folder, 'right'));
  await put('good', [...(await goodFiles(sound)), ...oddNames(sound.png)]);
  await put('error', [...cutFiles(sound), ...(await otherKinds()), ...damagedFiles(sound)]);
  files.push(...(await notFiles(folder, sound.png)));
  return files;
}

type Sound = Awaited<ReturnType<typeof soundPictures>>;

async function goodFiles({ png, jpg, tif, webp }: Sound): Promise<Entry[]> {
  const unusual = Object.entries(await unusualPictures());
  return [
    ['sound.png', 'a PNG', png],
    ['sound.JPG', 'a JPEG, suffix in capitals', jpg],
    ['sound.tif', 'a TIFF', tif],
    ['sound.webp', 'a WebP', webp],
    ['sound.bmp', 'a BMP', bmp()],
    ['top-down.bmp', 'a BMP of negative height', bmp({ height: -8 })],
    ['jpeg-named.png', 'a JPEG named .png', jpg],
    ['trailing.png', 'a PNG with garbage behind it', Buffer.concat([png, Buffer.alloc(999, 7)])],
    ['one-pixel.png', 'a picture of one pixel', pngClaiming(1, 1)],
    ['one-column.bmp', '1 x 5000', bmp({ width: 1, height: 5000, body: Buffer.alloc(20_000) })],
    ['hand-made.tif', 'a TIFF as the damaged ones below, but sound', tiff()],
    ['circle.tif', 'a TIFF whose directory leads to itself', tiff({ next: 72 })],
    ['profile.png', 'a PNG with a colour profile of 64 MiB', pngWithHugeProfile(png)],
    ['left/same.png', 'a base name used twice (1)', png],
    ['right/same.png', 'a base name used twice (2)', jpg],
    ...unusual.map(([name, content]): Entry => [name, `a sound picture: ${name}`, content]),
  ];
}

function oddNames(png: Buffer): Entry[] {
  const names = [
    `${'n'.repeat(251)}.png`,
    `${'部'.repeat(83)}.png`,
    'Prüfteil 部品 🔩.png',
    '-rf.png',
    'صورة القطعة.png',
    "it's $(HOME) & `that`; [1]{2}*.png",
    ...(isPosix ? ['two\nlines\u001b[31m.png', 'reversed \u202egnp.png', ' .png'] : []),
  ];
  return names.map((name) => [name, `a name such as ${JSON.stringify(name.slice(0, 30))}`, png]);
}

/** Sound pictures cut within the header, the first rows and the last ones. */
function cutFiles(sound: Sound): Entry[] {
  const whole = { ...sound, bmp: bmp() };
  return Object.entries(whole).flatMap(([suffix, content]) =>
    [5, 30, content.length >> 1, content.length - 13].map((length): Entry => {
      const what = `${suffix} cut to ${length} of ${content.length} bytes`;
      return [`cut-${length}.${suffix}`, what, content.subarray(0, length)];
    }),
  );
}

async function otherKinds(): Promise<Entry[]> {
  const { gif, webp } = await animations();
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">';
  const entity = '<!DOCTYPE svg [<!ENTITY e SYSTEM "file:///etc/passwd">]>';
  return [
    ['empty.png', 'no bytes', ''],
    ['text.png', 'text named .png', 'a picture is worth a thousand words'],
    ['page.jpg', 'HTML named .jpg', '<!DOCTYPE html><title>404 Not Found</title>'],
    ['animation-named.png', 'an animated GIF named .png', gif],
    ['animation.webp', 'an animated WebP', webp],
    ['drawing.png', 'SVG named .png', `${svg}<rect width="9" height="9"/></svg>`],
    ['entity.png', 'SVG with an external entity', `${entity}${svg}<text>&e;</text></svg>`],
    ['document.png', 'PDF named .png', '%PDF-1.7\n1 0 obj\n'],
    ['icon.bmp', 'ICO named .bmp', Buffer.from([0, 0, 1, 0, 1, 0, 16, 16, 0, 0])],
    ['zeros.tif', 'a file of zeros', Buffer.alloc(10_000)],
    ['webp-only.webp', 'the first bytes of a WebP', 'RIFF\xff\xff\xff\x7fWEBPVP8L'],
  ];
}

function damagedFiles({ png, jpg }: Sound): Entry[] {
  const jpegOf65500 = Buffer.from(jpg);
  const frame = jpg.indexOf(Buffer.from([0xff, 0xc0]));
  jpegOf65500.writeUInt16BE(65_500, frame + 5);
  jpegOf65500.writeUInt16BE(65_500, frame + 7);
  const endless = Buffer.concat([Buffer.alloc(1024), Buffer.alloc(50_000, 0)]);
  return [
    ['claims-30000.png', 'a PNG header of 30000 x 30000', pngClaiming(30_000, 30_000)],
    ['claims-2e9.png', 'a PNG header of 2^31 - 1 squared', pngClaiming(2 ** 31 - 1, 2 ** 31 - 1)],
    ['claims-0.png', 'a PNG header of 0 x 0', pngClaiming(0, 0)],
    ['bomb.png', 'a valid PNG of 400 megapixels in 50 kB', pngBomb()],
    ['flipped.png', 'a PNG with a wrong checksum', withFlippedBit(png)],
    ['claims-65500.jpg', 'a JPEG header of 65500 x 65500', jpegOf65500],
    ['start-only.jpg', 'the first bytes of a JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0])],
    [
      'claims-2e9.bmp',
      'a BMP of 2^31 - 1 squared',
      bmp({ width: 2 ** 31 - 1, height: 2 ** 31 - 1 }),
    ],
    ['claims-9000.bmp', 'a BMP of 9000 x 9000 without pixels', bmp({ width: 9000, height: 9000 })],
    ['negative.bmp', 'a BMP of negative width', bmp({ width: -8 })],
    ['colours.bmp', 'a BMP of 2^32 - 1 colours', bmp({ bits: 8, colours: 2 ** 32 - 1 })],
    ['offset.bmp', 'a BMP whose pixels stand outside', bmp({ offset: 2 ** 32 - 1 })],
    ['depth.bmp', 'a BMP of 7 bits a pixel', bmp({ bits: 7 })],
    [
      'runs.bmp',
      'an RLE8 BMP without an end',
      bmp({ bits: 8, compression: 1, height: 2 ** 20, offset: 1078, body: endless }),
    ],
    ['directory.tif', 'a TIFF directory outside the file', tiffHeader(0xffff_fff0)],
    [
      'tiles.tif',
      'a TIFF of tiles of 2^30 pixels a side',
      tiff({
        tags: [
          [322, 2 ** 30],
          [323, 2 ** 30],
          [324, 8],
          [325, 64],
        ],
      }),
    ],
    ['claims-1e9.tif', 'a TIFF of 10^9 rows', tiff({ tags: [[257, 1e9]] })],
  ];
}

/** Things in the folder that are no files, or may not be read. */
async function notFiles(folder: string, png: Buffer): Promise<HostileFile[]> {
  const files: HostileFile[] = [];
  const add = (name: string, what: string): string => {
    const path = join(folder, name);
    files.push({ path, expect: 'error', what });
    return path;
  };
  await mkdir(add('folder.png', 'a folder named like a picture'));
  if (!isPosix) return files;
  await symlink('nowhere.png', add('dangling.png', 'a link to nothing'));
  await symlink('circle.png', add('circle.png', 'a link to itself'));
  await symlink('/dev/zero', add('endless.png', 'a link to an endless device'));
  if (process.platform === 'linux') {
    const bytes = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from('caf\xe9.png', 'latin1')]);
    await writeFile(bytes, png);
    add(String.raw`caf\xe9.png`, 'a name that is not UTF-8, as errors spell it');
  }
  execFileSync('mkfifo', [add('pipe.png', 'a pipe that nobody writes to')]);
  const secret = join(folder, 'secret.png');
  await writeFile(secret, png);
  await chmod(secret, 0);
  files.push({
    path: secret,
    expect: isRoot ? 'good' : 'error',
    what: `no permission to read (${isRoot ? 'which root does not need' : 'as a plain user'})`,
  });
  return files;
}
