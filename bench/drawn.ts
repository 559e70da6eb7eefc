/**
 * The pictures of the benchmarks: a drawn part, as decoded pictures and as files.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NamedImage } from '../src/inspection/support-pictures.ts';
import { readImage } from '../src/node/image/image-decoder.ts';
import { encodeJpeg, encodePng } from '../src/node/image/image-encoder.ts';
import { renderFamily } from '../src/synthetic/index.ts';

/** Side of the pictures, pixels. */
export const SIDE = 900;

/** How pictures are written. */
export const FORMATS = ['png', 'jpg'] as const;
/** How a picture is written. */
export type Format = (typeof FORMATS)[number];

/** Where pictures and parts lie between runs: drawing them takes seconds each. */
export const WORK: string = join(tmpdir(), 'fewgood-bench');

/** Good pictures of one part, the first of them for judging; drawn where they do not lie there. */
export async function drawnFiles(count: number, format: Format): Promise<string[]> {
  await mkdir(WORK, { recursive: true });
  const paths = Array.from({ length: count }, (_, i) => join(WORK, `good-${i}.${format}`));
  if (paths.every((path) => existsSync(path))) return paths;
  const parts = renderFamily({ kind: 'connector', seed: 1, size: SIDE, count });
  for (const [i, { image }] of [...parts].entries()) {
    await writeFile(paths[i], format === 'png' ? await encodePng(image) : await encodeJpeg(image));
  }
  return paths;
}

/** The same, read. */
export async function drawnPictures(count: number): Promise<NamedImage[]> {
  const paths = await drawnFiles(count, 'png');
  return Promise.all(paths.map(async (name) => ({ name, image: await readImage(name) })));
}

/** Another part, which fails. */
export function drawWrongPart(): NamedImage {
  const [wrong] = renderFamily({ kind: 'gear', size: SIDE, seed: 1, count: 1 });
  if (wrong === undefined) throw new Error('the renderer drew nothing');
  return wrong;
}
