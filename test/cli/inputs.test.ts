/** What is taken for a picture, and what is passed over; never without a word. */
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { ExitCode } from '../../src/cli/command.ts';
import { readImage } from '../../src/node/image/image-decoder.ts';
import { encodeJpeg } from '../../src/node/image/image-encoder.ts';
import { smallOptions } from '../helpers/small-part.ts';
import { run, type Run } from './harness.ts';
import { useTray } from './tray.ts';

const { folder, tray, inspect } = useTray();

/** Each line of the text output: verdict and file name. */
function verdicts({ out }: Run): string[] {
  return out.map((line) => {
    const [, verdict, name] = /^(\S+) +\S*?([^/\s]+) {2}/.exec(line) ?? [];
    return `${name} ${verdict}`;
  });
}

/** A folder that holds copies of a picture of the tray under names of cameras. */
async function copies(name: string, index: number, names: readonly string[]): Promise<string> {
  const place = folder(name);
  await mkdir(place, { recursive: true });
  const jpeg = await encodeJpeg(await readImage(tray[index]), 95);
  for (const one of names) await writeFile(folder(name, one), jpeg);
  return place;
}

describe('fewgood inspect, of a folder', () => {
  it('judges pictures whatever their names, and names what it passes over', async () => {
    await copies('mixed', 0, ['1.jpg']);
    const place = await copies('mixed', 2, ['2.jfif', '3.jpe', 'IMG0004']);
    await writeFile(folder('mixed', 'notes.txt'), 'all good');
    await writeFile(folder('mixed', 'Thumbs.db'), '');
    const judged = await inspect([place]);
    expect(verdicts(judged)).toEqual(['1.jpg pass', '2.jfif fail', '3.jpe fail', 'IMG0004 fail']);
    expect(judged.code).toBe(ExitCode.anomalous);
    expect(judged.log).toContain(`passed over, 1 file that is no picture: ${place}/notes.txt`);
    expect(judged.log).toContain(`passed over, 1 hidden file or by-product: ${place}/Thumbs.db`);
    const meant = await inspect([place, '--ignore', '*.txt', '--ignore', 'IMG*']);
    expect(verdicts(meant)).toEqual(['1.jpg pass', '2.jfif fail', '3.jpe fail']);
    expect(meant.log).toContain('passed over, 2 that --ignore names: ');
    expect(meant.log).not.toContain('no picture');
  });

  it('leaves out what a NAS keeps beside pictures, and counts it', async () => {
    const place = await copies('nas', 0, ['1.jpg']);
    for (const byProduct of ['@eaDir', '#recycle', '$RECYCLE.BIN', '.AppleDouble']) {
      await copies(`nas/${byProduct}`, 2, ['1.jpg']);
    }
    const judged = await inspect([place]);
    expect([judged.code, verdicts(judged)]).toEqual([ExitCode.ok, ['1.jpg pass']]);
    expect(judged.log).toContain('passed over, 4 hidden files and by-products: ');
  });
});

describe('a list on standard input', () => {
  it('may be UTF-16, as PowerShell writes it, and walks no folder', async () => {
    for (const isMarked of [true, false]) {
      const list = `${isMarked ? '\ufeff' : ''}${tray[0]}\r\n`;
      const stdin = Readable.from([Buffer.from(list, 'utf16le')]);
      const judged = await inspect(['-'], { stdin });
      expect([judged.code, judged.out.length]).toEqual([ExitCode.ok, 1]);
    }
    const named = await inspect(['-'], { stdin: `${tray[0]}\n/\n` });
    expect([named.code, named.out.length]).toEqual([ExitCode.fault, 2]);
    expect(named.out[1]).toMatch(
      /^error +\/ {2}Cannot find pictures in \/: it is a folder in a li/,
    );
  });

  it('walks the folders that it names with --recursive', async () => {
    const judged = await inspect(['-', '--recursive'], { stdin: `${folder('tray', 'a')}\n` });
    expect([judged.code, judged.out.length]).toEqual([ExitCode.ok, 2]);
  });
});

describe("fewgood's own outputs", () => {
  it('are taken as inputs by no command, whichever folder they lie in', async () => {
    await copies('fed', 0, ['1.jpg']);
    const place = await copies('fed', 1, ['2.jpg']);
    const outputs = ['--overlays', place, '--maps', folder('fed', 'maps')];
    for (let times = 0; times < 2; times++) {
      const judged = await inspect([place, ...outputs]);
      expect(verdicts(judged)).toEqual(['1.jpg pass', '2.jpg pass']);
    }
    const names = await readdir(place);
    const [overlay, ...overlays] = names.filter((name) => name.endsWith('.overlay.png'));
    expect(overlays).toHaveLength(1);
    expect(names).toEqual(expect.arrayContaining(['1.jpg', '2.jpg', 'maps']));
    const again = await inspect([place]);
    expect(again.log).toContain("passed over, 3 outputs of fewgood's own: ");
    const argv = ['enroll', folder('fed.part'), place, '--model', folder('small.onnx')];
    const learned = await run([...argv, '--size', '64', ...smallOptions]);
    expect(learned.log).toContain("passed over, 3 outputs of fewgood's own: ");
    expect(learned.out[0]).toContain('learned from 2 pictures');
    const alone = await inspect([folder('fed', overlay ?? '')]);
    expect([alone.code, alone.out[0]]).toEqual([
      ExitCode.fault,
      expect.stringContaining('made by fewgood: expected pictures of parts'),
    ]);
    expect((await inspect([folder('fed', 'maps')])).out[0]).toContain('a folder of outputs of few');
  });
});

describe('no command replaces', () => {
  it.each([
    ['a part', 'nut.part', 'a file of another kind has that name: expected an HTML page, or none'],
    [
      'a picture',
      '001.jpg',
      'a file of another kind has that name: expected an HTML page, or none',
    ],
    ['its own part', 'washer.part', 'it is one of the files that are read: expected another'],
  ])('%s by a report', async (_, name, expected) => {
    await copies('.', 0, ['001.jpg']);
    await copyFile(folder('washer.part'), folder('nut.part'));
    const before = await readFile(folder(name));
    const { code, log, out } = await inspect([tray[0], '--report', folder(name)]);
    expect([code, out]).toEqual([ExitCode.fault, []]);
    expect(log).toContain(expected);
    expect(await readFile(folder(name))).toEqual(before);
  });

  it('a picture by a part, where the name of the part was forgotten', async () => {
    const place = await copies('good', 0, ['1.jpg', '2.jpg']);
    const pictures = ['1.jpg', '2.jpg'].map((name) => folder('good', name));
    const before = await readFile(pictures[0]);
    for (const options of [[], ['--force']]) {
      const argv = ['enroll', ...pictures, '--model', folder('small.onnx'), ...options];
      const { code, log } = await run(argv);
      expect(code).toBe(ExitCode.fault);
      expect(log).toContain('a file of another kind has that name: expected a part file, or none');
    }
    expect(await readFile(pictures[0])).toEqual(before);
    expect(await readdir(place)).toEqual(['1.jpg', '2.jpg']);
  });

  it('a picture by an overlay of its name', async () => {
    const place = await copies('named', 0, ['1.jpg']);
    await copyFile(tray[2], folder('named', '1.overlay.png'));
    const before = await readFile(folder('named', '1.overlay.png'));
    await inspect([folder('named', '1.jpg'), '--overlays', place]);
    expect(await readFile(folder('named', '1.overlay.png'))).toEqual(before);
  });

  it('one of its inputs, under whatever name', async () => {
    const model = folder('again.onnx');
    await copyFile(folder('small.onnx'), model);
    const argv = ['model', 'import', model, '--out', folder('tray', '..', 'again.onnx'), '--force'];
    const { code, log } = await run(argv);
    expect([code, log]).toEqual([
      ExitCode.fault,
      expect.stringContaining('it is one of the files that are read'),
    ]);
    expect(await readFile(model)).toEqual(await readFile(folder('small.onnx')));
  });
});
