import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DatasetError, UsageError } from '../errors.ts';
import { encodeGreyPng } from '../../test/helpers/grey-png.ts';
import type { RgbImage } from '../image/rgb-image.ts';
import { encodePng } from '../node/image/image-encoder.ts';
import { ExitCode } from './command.ts';
import { commands } from './commands.ts';

const command = commands.find(({ name }) => name === 'data check');
const SIDE = 8;

let root = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'fewgood-data-check-'));
  for (const path of ['train/good/0', 'train/good/1', 'test/good/0', 'test/crack/0']) {
    await put(`nut/${path}.png`, await picture(SIDE));
  }
  await put('nut/ground_truth/crack/0_mask.png', await mask(4));
});

afterEach(() => rm(root, { recursive: true }));

async function put(path: string, content: Uint8Array | string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), content);
}

let pictures = 0;

/** A picture that is like no other, unless it shows the same `level`. */
function image(side: number, level = ++pictures): RgbImage {
  return { data: new Uint8Array(side * side * 3).fill(level), width: side, height: side };
}

async function picture(side: number, level?: number): Promise<Uint8Array> {
  return encodePng(image(side, level));
}

/** A mask whose first `count` pixels have a level, the others another. */
async function mask(count: number, [level, others] = [255, 0]): Promise<Uint8Array> {
  return encodeGreyPng(new Uint8Array(SIDE * SIDE).fill(others).fill(level, 0, count), SIDE, SIDE);
}

/** Runs the command; what it printed, and its exit code. */
async function run(
  ...argv: readonly string[]
): Promise<{ lines: string[]; code: number | undefined }> {
  const lines: string[] = [];
  const code = await command?.run(argv, {
    out: (line) => lines.push(line),
    log: () => undefined,
    stdin: process.stdin,
    bar: undefined,
    signal: new AbortController().signal,
  });
  return { lines, code };
}

describe('fewgood data check', () => {
  it('prints the table of counts of a sound data set', async () => {
    const { lines, code } = await run(root);
    expect(code).toBe(ExitCode.ok);
    expect(lines).toEqual([
      'layout mvtec-ad, 1 category',
      '',
      'category  train  valid.  test good  test defect  masks  px   defects',
      'nut           2       0          1            1      1  8×8  crack',
      '',
      'No problems.',
    ]);
  });

  it('adds up several categories', async () => {
    await put('bolt/train/good/0.png', await picture(4));
    await put('bolt/test/good/0.png', await picture(SIDE));
    const { lines } = await run(root);
    expect(lines.find((line) => line.startsWith('Total'))).toMatch(/^Total +3 +0 +2 +1 +1$/);
    expect(lines.find((line) => line.startsWith('bolt'))).toMatch(/ (?:4×4|8×8) and 1 more$/);
  });

  it('lists every error in full and fails', async () => {
    await put('nut/test/crack/1.png', await picture(SIDE));
    await put('nut/test/good/1.png', 'no picture');
    const small = await encodeGreyPng(new Uint8Array(16).fill(255, 0, 2), 4, 4);
    await put('nut/ground_truth/crack/0_mask.png', small);
    const { lines, code } = await run(root);
    expect(code).toBe(ExitCode.fault);
    const errors = lines.filter((line) => line.startsWith('error: '));
    expect(errors).toHaveLength(3);
    expect(errors.join('\n')).toMatch(/4×4 pixels: expected 8×8/);
    expect(errors.join('\n')).toMatch(/nut\/test\/good\/1\.png: Cannot read the picture/);
    expect(lines.at(-1)).toBe('3 errors, 0 warnings, 0 notes.');
  });

  it('passes with warnings', async () => {
    await put('nut/ground_truth/crack/7_mask.png', await mask(4));
    const { lines, code } = await run(root);
    expect(code).toBe(ExitCode.ok);
    expect(lines).toContain('warning: nut/ground_truth/crack/7_mask.png: it has no picture');
  });

  it('prints JSON', async () => {
    const { lines } = await run(root, '--json');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0])).toMatchObject({
      layout: 'mvtec-ad',
      problems: [],
      counts: [{ category: 'nut', train: 2, testDefective: 1, masks: 1 }],
    });
  });

  it('refuses what it cannot use', async () => {
    await expect(run()).rejects.toThrow(UsageError);
    await expect(run(root, root)).rejects.toThrow(UsageError);
    await expect(run(root, '--layout', 'coco')).rejects.toThrow(UsageError);
    await expect(run(root, '--layout', 'visa')).rejects.toThrow(DatasetError);
    await expect(run(join(root, 'absent'))).rejects.toThrow(DatasetError);
  });
});

/** Problems as lines, of the sound set with more files. */
async function problemsWith(
  files: Record<string, Uint8Array>,
): Promise<[string[], number | undefined]> {
  for (const [path, content] of Object.entries(files)) await put(`nut/${path}`, content);
  const { lines, code } = await run(root);
  return [lines.filter((line) => /^(?:error|warning|note): /.test(line)), code];
}

/** One picture in two kinds of file. */
function samePicture(): Promise<Uint8Array[]> {
  const { data, width, height } = image(SIDE, 200);
  const raw = sharp(data, { raw: { width, height, channels: 3 } });
  return Promise.all([raw.png().toBuffer(), raw.tiff().toBuffer()]);
}

/** A JPEG that lies on its side. */
async function turned(width: number): Promise<Uint8Array> {
  return sharp({ create: { width, height: SIDE, channels: 3, background: '#456' } })
    .jpeg()
    .withMetadata({ orientation: 6 })
    .toBuffer();
}

describe('fewgood data check finds pictures that are there twice', () => {
  it('in train and test, whatever the names and formats', async () => {
    const [a, b] = await samePicture();
    expect(await problemsWith({ 'train/good/a.png': a, 'test/good/b.tif': b })).toEqual([
      [
        'error: nut/train/good/a.png: it is the same picture as nut/test/good/b.tif, in test and in train: expected pictures to test that nothing was learned from',
      ],
      ExitCode.fault,
    ]);
  });

  it('as good and as defective', async () => {
    const [a, b] = await samePicture();
    const [lines, code] = await problemsWith({
      'test/good/a.png': a,
      'test/crack/b.tif': b,
      'ground_truth/crack/b_mask.png': await mask(4),
    });
    expect(lines).toEqual([
      'error: nut/test/good/a.png: it is the same picture as nut/test/crack/b.tif, one good, the other defective: expected one of them',
    ]);
    expect(code).toBe(ExitCode.fault);
  });

  it('in one folder, which is a warning', async () => {
    const [a, b] = await samePicture();
    expect(await problemsWith({ 'test/good/a.png': a, 'test/good/b.tif': b })).toEqual([
      [
        'warning: nut/test/good/b.tif: it is the same picture as nut/test/good/a.png: it counts twice',
      ],
      ExitCode.ok,
    ]);
  });
});

describe('fewgood data check finds masks that mislead', () => {
  const MASK = 'ground_truth/crack/0_mask.png';

  it('black all over', async () => {
    const [lines, code] = await problemsWith({ [MASK]: await mask(0) });
    expect(lines).toEqual([
      `error: nut/${MASK}: it is black all over: expected the defect in white`,
    ]);
    expect(code).toBe(ExitCode.fault);
  });

  it('inverted', async () => {
    const inverted = new Uint8Array(SIDE * SIDE).fill(255);
    inverted.fill(0, 3 * SIDE + 2, 3 * SIDE + 6);
    const [lines] = await problemsWith({ [MASK]: await encodeGreyPng(inverted, SIDE, SIDE) });
    expect(lines).toEqual([
      expect.stringMatching(/^warning: .*0_mask\.png: it marks 94 % of the picture, its edge too/),
    ]);
  });

  it('with grey pixels, of which those below half of white do not count', async () => {
    const [lines] = await problemsWith({ [MASK]: await mask(20, [255, 9]) });
    expect(lines).toEqual([
      expect.stringMatching(/^warning: nut: 1 of its 1 masks are JPEG or have grey pixels/),
    ]);
  });

  it('as JPEG', async () => {
    await rm(join(root, 'nut', MASK));
    const jpeg = await sharp(await mask(20))
      .jpeg()
      .toBuffer();
    const [lines, code] = await problemsWith({ 'ground_truth/crack/0.jpg': jpeg });
    expect(lines).toEqual([
      expect.stringMatching(/^warning: nut: 1 of its 1 masks are JPEG .* such as .*crack\/0\.jpg:/),
    ]);
    expect(code).toBe(ExitCode.ok);
  });

  it('but not those of numbers of classes', async () => {
    expect(await problemsWith({ [MASK]: await mask(4, [3, 0]) })).toEqual([[], ExitCode.ok]);
  });
});

describe('fewgood data check finds pictures turned by EXIF beside masks that are not', () => {
  it('of another size', async () => {
    await rm(join(root, 'nut/test/crack/0.png'));
    await put(
      'nut/ground_truth/crack/0_mask.png',
      await encodeGreyPng(new Uint8Array(12 * SIDE).fill(255, 0, 4), 12, SIDE),
    );
    const [lines, code] = await problemsWith({ 'test/crack/0.jpg': await turned(12) });
    expect(lines).toEqual([
      'error: nut/ground_truth/crack/0_mask.png: it has 12×8 pixels: expected 8×12, as nut/test/crack/0.jpg (nut/test/crack/0.jpg is turned by its EXIF orientation 6, the mask is not)',
    ]);
    expect(code).toBe(ExitCode.fault);
  });

  it('of the same size, where only a person can tell', async () => {
    await rm(join(root, 'nut/test/crack/0.png'));
    const [lines, code] = await problemsWith({ 'test/crack/0.jpg': await turned(SIDE) });
    expect(lines).toEqual([
      expect.stringMatching(
        /^warning: .*0_mask\.png: .*0\.jpg is turned by its EXIF orientation 6/,
      ),
    ]);
    expect(code).toBe(ExitCode.ok);
  });
});

describe('fewgood data check takes', () => {
  it.each(['jfif', 'jpe', 'JFIF'])('.%s for a picture', async (suffix) => {
    const jpeg = await sharp(await picture(SIDE))
      .jpeg()
      .toBuffer();
    await put(`nut/train/good/2.${suffix}`, jpeg);
    const { lines } = await run(root);
    expect(lines.find((line) => line.startsWith('nut'))).toMatch(/^nut +3 +0 +1 +1 +1/);
    expect(lines.at(-1)).toBe('No problems.');
  });

  it('a picture without a suffix, and says what is no picture', async () => {
    const [lines] = await problemsWith({
      'test/good/IMG0004': await picture(SIDE),
      'test/good/notes.txt': Buffer.from('two more tomorrow'),
    });
    expect(lines).toEqual([
      'warning: nut/test/good/: passed over, since they are no pictures: notes.txt',
    ]);
  });
});
