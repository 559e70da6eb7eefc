import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PartKind } from '../../src/synthetic/index.ts';
import { encodeGreyPng } from './grey-png.ts';
import { drawParts, striped, writePictures } from './small-part.ts';

/** A drawn category as MVTec AD lays them out. */
export async function drawCategory(root: string, kind: PartKind = 'washer'): Promise<void> {
  await writePictures(join(root, 'train', 'good'), drawParts({ kind, count: 6 }));
  const tests = drawParts({ kind, seed: 2, count: 4 });
  await writePictures(join(root, 'test', 'good'), tests.slice(0, 2));
  const bad = tests.slice(2).map(({ name, image }) => ({ name, image: striped(image) }));
  await writePictures(join(root, 'test', 'striped'), bad);
  await mkdir(join(root, 'ground_truth', 'striped'), { recursive: true });
  const mask = Uint8Array.from({ length: 96 * 96 }, (_, i) =>
    i % 96 < 48 && i < 48 * 96 ? 255 : 0,
  );
  for (const { name } of bad) {
    const path = join(root, 'ground_truth', 'striped', name.replace('.png', '_mask.png'));
    await writeFile(path, await encodeGreyPng(mask, 96, 96));
  }
}
