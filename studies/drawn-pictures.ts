import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePng } from '../src/node/image/image-encoder.ts';
import { renderFamily } from '../src/synthetic/index.ts';

/** Side of the pictures, pixels: small, so that files and processes are studied, not models. */
const SIDE = 96;

/** Options of `fewgood enroll` that make a part of these pictures in a moment. */
export const QUICK: readonly string[] =
  '--preset fast --size 96 --augment none --pose fixed --threads 1'.split(' ');

/** Option of studies whose pictures are as large as a line's. */
export const sizeOption = {
  type: 'number',
  value: 'PIXELS',
  default: 640,
  min: 64,
  whole: true,
  help: 'side of the drawn pictures',
} as const;

/**
 * PNG files of good washers, no two alike.
 *
 * @param size - Side, pixels.
 */
export async function drawPictures(
  count: number,
  seed: number,
  size: number = SIDE,
): Promise<Uint8Array[]> {
  const files: Uint8Array[] = [];
  for (const { image } of renderFamily({ kind: 'washer', seed, count, size })) {
    files.push(await encodePng(image));
  }
  return files;
}

/**
 * Draws pictures into a folder, which is made; their paths.
 *
 * @param size - Side, pixels.
 */
export async function putPictures(
  folder: string,
  count: number,
  seed: number,
  size: number = SIDE,
): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (const [i, bytes] of (await drawPictures(count, seed, size)).entries()) {
    const path = join(folder, `${String(i).padStart(4, '0')}.png`);
    await writeFile(path, bytes);
    paths.push(path);
  }
  return paths;
}
