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
  { what: 'wide', sides: [1280, 640], orientation: 1, small: [320, 160] },
  { what: 'tall', sides: [640, 1280], orientation: 1, small: [160, 320] },
  { what: 'turned by its camera', sides: [1280, 640], orientation: 6, small: [160, 320] },
  { what: 'small already', sides: [40, 30], orientation: 1, small: [40, 30] },
] as const)('makes a picture small that is $what', async ({ what, sides, orientation, small }) => {
  const cache = new ThumbnailCache(join(folder, what));
  const bytes = await cache.get(HASH, () => drawn(sides[0], sides[1], orientation));
  const [width, height] = small;
  expect(await sizeOf(bytes)).toEqual({ width, height, format: 'webp' });
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
