/** Drawn data sets on disk in the layout of MVTec AD: enough to run an evaluation in a moment. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { encodePng } from '../../src/node/image/image-encoder.ts';
import { type DefectKind, type PartKind, renderFamily } from '../../src/synthetic/index.ts';
import { encodeGreyPng } from './grey-png.ts';

/** How a category is drawn. */
export interface SmallCategory {
  readonly kind: PartKind;
  readonly seed?: number;
  /** Write ground truth; true by default. */
  readonly masks?: boolean;
}

const SIZE = 96;
const TRAIN = 5;
const GOOD = 3;
const DEFECTS: readonly DefectKind[] = ['stain', 'short-shot', 'stain', 'short-shot'];

/** Draws 5 good pictures to learn from, and 3 good and 4 defective ones to test. */
export async function writeCategory(
  folder: string,
  { kind, seed = 1, masks = true }: SmallCategory,
): Promise<void> {
  const defects = [...Array.from({ length: TRAIN + GOOD }, () => null), ...DEFECTS];
  let i = 0;
  for (const sample of renderFamily({ kind, seed, size: SIZE, count: defects.length, defects })) {
    const name = String(i).padStart(3, '0');
    const kindOf = sample.defect ?? 'good';
    const split = i++ < TRAIN ? 'train' : 'test';
    await write(join(folder, split, kindOf, `${name}.png`), await encodePng(sample.image));
    if (sample.defect === null || !masks) continue;
    const mask = await encodeGreyPng(
      sample.mask.map((value) => value * 255),
      SIZE,
      SIZE,
    );
    await write(join(folder, 'ground_truth', kindOf, `${name}_mask.png`), mask);
  }
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, bytes);
}
