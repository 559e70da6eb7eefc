import type { FeatureExtractor } from '../features/feature-extractor.ts';
import type { PatchFeatures, PictureFeatures } from '../features/patch-features.ts';
import type { Augmentation } from '../image/augmentation.ts';
import { toPlanar } from '../image/planar.ts';
import type { RgbImage } from '../image/rgb-image.ts';
import type { Matrix } from '../tensor/matrix.ts';

/** Stands for no patch. */
export const NO_PATCH = 0xffffffff;

/** Patch features of one support picture under all its augmentations, at one level. */
export interface LevelVariants {
  /** Variant after variant, shape [A · H · W, D]. */
  readonly features: Matrix;
  /** Rows of the grid, H. */
  readonly height: number;
  /** Columns of the grid, W. */
  readonly width: number;
  /** 1 for each row that counts, shape [A · H · W]; all do by default. */
  readonly looked?: Uint8Array | undefined;
  /** Of each row the one that it repeats, itself where it counts, shape [A · H · W]; by default all do. */
  readonly standIns?: Uint32Array | undefined;
}

/**
 * Computes patch features of one support picture under each augmentation.
 *
 * @param image - Shape [S, S, 3].
 */
export async function extractVariants(
  extractor: Pick<FeatureExtractor, 'extract'>,
  image: RgbImage,
  augmentations: readonly Augmentation[],
  onVariant: () => void,
): Promise<PictureVariants> {
  const planar = toPlanar(image);
  const variants = new VariantStack(augmentations.length);
  // One array for all: large arrays bring the garbage collector (measured).
  const room = new Float32Array(planar.data.length);
  for (const augmentation of augmentations) {
    variants.add(await extractor.extract(augmentation.apply(planar, room), variants.room));
    onVariant();
  }
  return variants.all;
}

/** Patch features of one picture under all its augmentations. */
export interface PictureVariants {
  /** One entry a level. */
  readonly levels: readonly LevelVariants[];
  /** Of the coarsest level, rows of length 1. */
  readonly coarse: LevelVariants;
}

/** Lays the features of variants one below the other. */
export class VariantStack {
  readonly #count: number;
  #stacked = 0;
  #levels: readonly LevelVariants[] = [];

  /** @param count - How many variants there will be. */
  constructor(count: number) {
    this.#count = count;
  }

  /** Adds the next variant; the first decides the shapes. */
  add({ levels, coarse }: PictureFeatures): void {
    const all = [...levels, coarse];
    if (this.#stacked === 0) this.#levels = all.map((first) => allocate(first, this.#count));
    for (const [level, { features }] of all.entries()) {
      const room = variantOf(this.#levels[level], this.#stacked).features.data;
      const isThere =
        room.buffer === features.data.buffer && room.byteOffset === features.data.byteOffset;
      if (!isThere) room.set(features.data);
    }
    this.#stacked++;
  }

  /** Where the next variant will lie, so that it can be written there; undefined before the first. */
  get room(): PictureFeatures | undefined {
    const isOpen = this.#stacked > 0 && this.#stacked < this.#count;
    return isOpen ? variant(this.all, this.#stacked) : undefined;
  }

  /** What was added. */
  get all(): PictureVariants {
    return { levels: this.#levels.slice(0, -1), coarse: this.#levels[this.#levels.length - 1] };
  }
}

/** The features of one variant, views of shape [H · W, D]. */
export function variant({ levels, coarse }: PictureVariants, index: number): PictureFeatures {
  return {
    levels: levels.map((level) => variantOf(level, index)),
    coarse: variantOf(coarse, index),
  };
}

/** Some of the variants, in the order of `indices`. */
export function selectVariants(
  variants: PictureVariants,
  indices: readonly number[],
): PictureVariants {
  const stack = new VariantStack(indices.length);
  for (const index of indices) stack.add(variant(variants, index));
  const { levels, coarse } = stack.all;
  return {
    levels: levels.map((level, l) => ({ ...level, ...lookedOf(variants.levels[l], indices) })),
    coarse: { ...coarse, ...lookedOf(variants.coarse, indices) },
  };
}

/** Which rows of some variants count. */
function lookedOf(
  { looked, standIns, height, width }: LevelVariants,
  indices: readonly number[],
): Pick<LevelVariants, 'looked' | 'standIns'> {
  if (looked === undefined) return {};
  const patches = height * width;
  const some = new Uint8Array(indices.length * patches);
  const rows = new Uint32Array(some.length);
  for (const [to, from] of indices.entries()) {
    const ofVariant = [from * patches, (from + 1) * patches] as const;
    some.set(looked.subarray(...ofVariant), to * patches);
    const moved = (to - from) * patches;
    const own = standIns?.subarray(...ofVariant).map((row) => movedRow(row, moved));
    if (own) rows.set(own, to * patches);
  }
  return { looked: some, ...(standIns && { standIns: rows }) };
}

function movedRow(row: number, by: number): number {
  return row === NO_PATCH ? row : row + by;
}

function variantOf(level: LevelVariants, index: number): PatchFeatures {
  const { features, height, width, looked } = level;
  const rows = height * width;
  const from = index * rows * features.cols;
  const data = features.data.subarray(from, from + rows * features.cols);
  const own = { features: { data, rows, cols: features.cols }, height, width };
  return looked ? { ...own, looked: looked.subarray(index * rows, (index + 1) * rows) } : own;
}

function allocate({ features, height, width }: PatchFeatures, variants: number): LevelVariants {
  const rows = variants * features.rows;
  const data = new Float32Array(rows * features.cols);
  return { features: { data, rows, cols: features.cols }, height, width };
}
