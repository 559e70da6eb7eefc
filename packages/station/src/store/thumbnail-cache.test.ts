import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ThumbnailCache } from './thumbnail-cache.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-thumbnails-'));
});
afterAll(async () => rm(folder, { recursive: true }));

const HASH = 'ab'.repeat(32);

async function drawn(width: number, height: number, orientation = 1) {
  const picture = sharp({ create: { width, height, channels: 3, background: 'teal' } });
  return new Uint8Array(await picture.jpeg().withMetadata({ orientation }).toBuffer());
}

async function sizeOf(bytes: Uint8Array) {
  const { width, height, format } = await sharp(bytes).metadata();
  return { width, height, format };
}

it.each([
  ['wide', 1280, 640, 1, 320, 160],
  ['tall', 640, 1280, 1, 160, 320],
  ['turned by its camera', 1280, 640, 6, 160, 320],
  ['small already', 40, 30, 1, 40, 30],
])('makes a picture small that is %s', async (_, width, height, orientation, w, h) => {
  const cache = new ThumbnailCache(join(folder, `${width}-${height}-${orientation}`));
  const bytes = await cache.get(HASH, () => drawn(width, height, orientation));
  expect(await sizeOf(bytes)).toEqual({ width: w, height: h, format: 'webp' });
});

it('makes it once, whole, and again after it was taken away', async () => {
  const cache = new ThumbnailCache(join(folder, 'once'));
  let read = 0;
  const ask = async () =>
    cache.get(HASH, async () => {
      read++;
      return drawn(400, 400);
    });
  expect(await ask()).toEqual(await ask());
  expect(read).toBe(1);
  expect(await readdir(join(folder, 'once', 'ab'))).toEqual([`${HASH}.webp`]);
  await cache.remove(HASH);
  await cache.remove(HASH);
  await ask();
  expect(read).toBe(2);
});
