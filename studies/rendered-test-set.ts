import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePng } from '../src/node/image/image-encoder.ts';
import { type DefectKind, defectKinds, type PartKind, renderPart } from '../src/synthetic/index.ts';

/** Kinds that the renderer knows by name; trainings see random ones only. */
export const TESTED_KINDS: readonly PartKind[] = ['gear', 'connector'];

/** Side of the pictures, pixels. */
const SIZE = 256;

/** Folders of a category in the layout of MVTec AD, the defect in each, and how many pictures. */
const FOLDERS: readonly (readonly [folder: string, defect: DefectKind | null, count: number])[] = [
  ['train/good', null, 8],
  ['test/good', null, 9],
  ...defectKinds.map((defect) => [`test/${defect}`, defect, 2] as const),
];

/** Renders pictures of the tested kinds, with masks, unless the folder is there. */
export async function renderTestSet(root: string): Promise<void> {
  if (existsSync(root)) return;
  // Under the name it is given at last, a set is whole.
  const unfinished = `${root}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  for (const kind of TESTED_KINDS) await renderCategory(join(unfinished, kind), kind);
  await rename(unfinished, root);
}

async function renderCategory(root: string, kind: PartKind): Promise<void> {
  let seed = 0;
  for (const [folder, defect, count] of FOLDERS) {
    await mkdir(join(root, folder), { recursive: true });
    for (let i = 0; i < count; i++) {
      const name = String(i).padStart(3, '0');
      const { image, mask } = renderPart({ kind, seed: seed++, size: SIZE, defect });
      await writeFile(join(root, folder, `${name}.png`), await encodePng(image));
      if (defect === null) continue;
      const truth = join(root, 'ground_truth', defect);
      await mkdir(truth, { recursive: true });
      const pixels = new Uint8Array(3 * mask.length).map(
        (_, at) => 255 * (mask[Math.floor(at / 3)] ?? 0),
      );
      const picture = await encodePng({ ...image, data: pixels });
      await writeFile(join(truth, `${name}_mask.png`), picture);
    }
  }
}
