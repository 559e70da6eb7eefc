import type { FeatureExtractor } from '../features/feature-extractor.ts';
import type { PatchFeatures } from '../features/patch-features.ts';
import type { Augmentation } from '../image/augmentation.ts';
import { toPlanar } from '../image/planar.ts';
import type { RgbImage } from '../image/rgb-image.ts';
import type { Matrix } from '../tensor/matrix.ts';

/** Patch features of one support picture under all its augmentations, at one level. */
export interface LevelVariants {
  /** Variant after variant, shape [A · H · W, D]. */
  readonly features: Matrix;
  /** Rows of the grid, H. */
  readonly height: number;
  /** Columns of the grid, W. */
  readonly width: number;
}

/**
 * Computes patch features of one support picture under each augmentation.
 *
 * @param image - Shape [S, S, 3].
 * @returns One entry a level.
 */
export async function extractVariants(
  extractor: Pick<FeatureExtractor, 'extract'>,
  image: RgbImage,
  augmentations: readonly Augmentation[],
  onVariant: () => void,
): Promise<LevelVariants[]> {
  const planar = toPlanar(image);
  let levels: LevelVariants[] = [];
  for (const [index, augmentation] of augmentations.entries()) {
    const patches = await extractor.extract(augmentation.apply(planar));
    if (index === 0) levels = patches.map((first) => allocate(first, augmentations.length));
    for (const [level, { features }] of patches.entries()) {
      levels[level].features.data.set(features.data, index * features.data.length);
    }
    onVariant();
  }
  return levels;
}

/** The patch features of one variant, views of shape [H · W, D], one entry a level. */
export function variant(levels: readonly LevelVariants[], index: number): PatchFeatures[] {
  return levels.map(({ features, height, width }) => {
    const rows = height * width;
    const from = index * rows * features.cols;
    const data = features.data.subarray(from, from + rows * features.cols);
    return { features: { data, rows, cols: features.cols }, height, width };
  });
}

function allocate({ features, height, width }: PatchFeatures, variants: number): LevelVariants {
  const rows = variants * features.rows;
  const data = new Float32Array(rows * features.cols);
  return { features: { data, rows, cols: features.cols }, height, width };
}
