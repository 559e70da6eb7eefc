/**
 * Trays of which is known what lies on them: drawn ones, and such as are composed of real pictures.
 *
 * @module
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../src/errors.ts';
import { resizeBilinear } from '../src/image/resize.ts';
import type { Rectangle, RgbImage } from '../src/image/rgb-image.ts';
import { readImage } from '../src/node/image/image-decoder.ts';
import type { Random } from '../src/random.ts';
import { type DefectKind, defectKinds, parsePartKind, renderTray } from '../src/synthetic/index.ts';
import { composeTray } from './composed-tray.ts';
import { dataPath } from './data-folders.ts';

/** A tray with what lies on it. */
export interface Tray {
  readonly image: RgbImage;
  readonly parts: readonly {
    readonly box: Rectangle;
    readonly isDefective: boolean;
    readonly isTouching: boolean;
  }[];
}

/** Makes a tray of some parts, of which the first few are defective; on a learned one all are good. */
export type MakeTray = (random: Random, tray: TrayPlan) => Promise<Tray>;

export interface TrayPlan {
  readonly parts: number;
  /** Of {@link COLUMNS} places each. */
  readonly rows: number;
  readonly defective: number;
  readonly touching: number;
  readonly isLearned: boolean;
}

/** Places a row of a tray. */
export const COLUMNS = 4;

/** Trays with three places or more beyond those that a good one takes. */
export function drawnTray(name: string): MakeTray {
  const kind = parsePartKind(name);
  return async (random, { parts, rows, defective, touching }) => {
    const kinds = defectKinds.filter((one) => one !== 'missing-feature');
    const defects = Array.from({ length: parts }, (_, i): DefectKind | null =>
      i < defective ? (kinds[random.below(kinds.length)] ?? null) : null,
    );
    const order = random.sample(parts, parts);
    const tray = renderTray({
      kind,
      seed: random.below(2 ** 31),
      columns: COLUMNS,
      rows,
      place: 128,
      parts: order.map((i) => defects[i] ?? null),
      touching,
    });
    return {
      image: tray.image,
      parts: tray.parts.map(({ box, defect, isTouching }) => ({
        box,
        isDefective: defect !== null,
        isTouching,
      })),
    };
  };
}

/** Trays of pictures of a category: those to learn from of train/good, the others of test/. */
export function realTray(folder: string, side: number): MakeTray {
  const root = dataPath(folder);
  const draw = async (below: string, random: Random, number: number): Promise<RgbImage[]> => {
    const files = (await readdir(join(root, below))).toSorted();
    if (files.length < number) {
      throw new UsageError(
        `Cannot study ${folder}: ${below} has ${files.length} pictures: expected ${number} or more`,
        'Name a category with more pictures.',
      );
    }
    const images: RgbImage[] = [];
    for (const i of random.sample(files.length, number)) {
      const image = await readImage(join(root, below, files[i] ?? ''));
      images.push(resizeBilinear(image, side, side));
    }
    return images;
  };
  return async (random, { parts, rows, defective, isLearned }) => {
    const [bad = ''] = (await readdir(join(root, 'test'))).filter((one) => one !== 'good');
    const flawed = await draw(join('test', bad), random, defective);
    const from = isLearned ? join('train', 'good') : join('test', 'good');
    const good = await draw(from, random, parts - defective);
    const places = COLUMNS * rows;
    const numbers = random.sample(places, parts);
    const pictures = Array.from({ length: places }, (): RgbImage | null => null);
    const all = [...flawed, ...good];
    for (const [i, place] of numbers.entries()) pictures[place] = all[i] ?? null;
    return {
      image: composeTray(pictures, COLUMNS),
      parts: numbers.map((place, i) => ({
        box: {
          x: (place % COLUMNS) * side,
          y: Math.floor(place / COLUMNS) * side,
          width: side,
          height: side,
        },
        isDefective: i < defective,
        isTouching: false,
      })),
    };
  };
}
