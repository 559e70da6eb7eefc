import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rgbImage } from '../../image/rgb-image.ts';
import { classifyFile } from './classify-file.ts';
import { encodeJpeg, encodePng } from './image-encoder.ts';
import { markPng } from './output-mark.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-classify-'));
  const image = rgbImage(new Uint8Array(48), 4, 4);
  const png = await encodePng(image);
  const files: [string, Uint8Array | string][] = [
    ['IMG0004', await encodeJpeg(image)],
    ['2.jfif', 'damaged'],
    ['3.png', png],
    ['6.pgm', 'P5 1 1 255\n0'],
    ['own.png', markPng(png, 'overlay')],
    ['renamed', markPng(png, 'map')],
    ['drawn.png', markPng(png, 'drawing')],
    ['empty.png', ''],
    ['empty', ''],
    ['notes.txt', 'good, all of them'],
  ];
  for (const [name, content] of files) await writeFile(join(folder, name), content);
});
afterAll(() => rm(folder, { recursive: true }));

describe('classifyFile()', () => {
  it.each([
    ['IMG0004', 'picture'],
    ['2.jfif', 'picture'],
    ['3.png', 'picture'],
    ['6.pgm', 'picture'],
    ['drawn.png', 'picture'],
    ['empty.png', 'picture'],
    ['missing', 'picture'],
    ['own.png', 'own-output'],
    ['renamed', 'own-output'],
    ['empty', 'other'],
    ['notes.txt', 'other'],
    ['.', 'other'],
  ])('takes %s for %s', async (name, expected) => {
    expect(await classifyFile(join(folder, name))).toBe(expected);
  });

  it.skipIf(process.platform === 'win32')(
    'does not wait for a pipe (there are none by name on Windows)',
    async () => {
      spawnSync('mkfifo', [join(folder, 'pipe')]);
      expect(await classifyFile(join(folder, 'pipe'))).toBe('other');
    },
  );
});
