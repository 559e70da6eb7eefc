/**
 * Pictures of a category as studies judge them: some of its test pictures, spread over all, reduced.
 *
 * @module
 */
import { drawSupportSet } from '../src/datasets/support-set.ts';
import { resizeBilinear } from '../src/image/resize.ts';
import type { RgbImage } from '../src/image/rgb-image.ts';
import type { NamedImage } from '../src/inspection/support-pictures.ts';
import { type CategorySource, readPicture, testPaths } from './category-source.ts';

/** Test pictures of a category. */
export interface Tests {
  readonly category: string;
  readonly good: readonly RgbImage[];
  readonly defective: readonly RgbImage[];
}

/** How pictures are chosen and read. */
export interface Reading {
  /** Good and defective ones, each at most. */
  readonly pictures: number;
  /** Longer side of those that are reduced, pixels. */
  readonly side: number;
}

/** Which good pictures are learned from. */
export interface SupportDraw extends Pick<Reading, 'side'> {
  readonly shots: number;
  readonly seed: number;
}

/** Reads good and defective test pictures. */
export async function readTests(
  source: CategorySource,
  { pictures, side }: Reading,
): Promise<Tests> {
  const read = async (label: 'normal' | 'anomalous'): Promise<RgbImage[]> => {
    const paths = testPaths(source, label);
    const count = Math.min(pictures, paths.length);
    const images: RgbImage[] = [];
    for (let i = 0; i < count; i++) {
      const path = paths[Math.floor((i * paths.length) / count)];
      images.push(reduced(await readPicture(source, path), side));
    }
    return images;
  };
  return {
    category: source.category.name,
    good: await read('normal'),
    defective: await read('anomalous'),
  };
}

/** Reads the good pictures of a support set. */
export async function readSupport(
  source: CategorySource,
  { shots, seed, side }: SupportDraw,
): Promise<NamedImage[]> {
  const support: NamedImage[] = [];
  for (const { path } of drawSupportSet(source.category, shots, seed)) {
    support.push({ name: path, image: reduced(await readPicture(source, path), side) });
  }
  return support;
}

function reduced(image: RgbImage, side: number): RgbImage {
  const scale = Math.min(side / Math.max(image.width, image.height), 1);
  const [width, height] = [image.width, image.height].map((pixels) =>
    Math.max(Math.round(pixels * scale), 1),
  );
  return resizeBilinear(image, width, height);
}
