/**
 * Which pixels of a mask are defective.
 *
 * @module
 */
import type { RgbImage } from '../image/rgb-image.ts';

/** Half of white. */
const HALF = 128;

/** What the pixels of a mask say, as shares of them. */
export interface MaskStatistics {
  /** Pixels that count as defective. */
  readonly defective: number;
  /** The same of the pixels on its outer edge alone. */
  readonly defectiveEdge: number;
  /** Pixels that are not black and yet do not count. */
  readonly uncounted: number;
}

/**
 * The least value of a channel that makes a pixel defective: half of white, so that the noise of a JPEG
 * and the soft edges of a mask that was scaled are none. A mask without so bright a pixel holds numbers
 * of classes, as VisA's: there whatever is not black counts.
 *
 * @param data - R, G and B, shape [H, W, 3].
 */
export function maskThreshold(data: Uint8Array): number {
  return data.some((value) => value >= HALF) ? HALF : 1;
}

/**
 * Counts what a mask marks.
 *
 * @param mask - Shape [H, W, 3].
 */
export function maskStatistics({ data, width, height }: RgbImage): MaskStatistics {
  const threshold = maskThreshold(data);
  const [pixels, edge] = [
    { all: 0, defective: 0 },
    { all: 0, defective: 0 },
  ];
  let uncounted = 0;
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p += 3) {
      const value = Math.max(data[p] ?? 0, data[p + 1] ?? 0, data[p + 2] ?? 0);
      const isDefective = Number(value >= threshold);
      pixels.all++;
      pixels.defective += isDefective;
      if (value > 0 && !isDefective) uncounted++;
      if (x > 0 && y > 0 && x < width - 1 && y < height - 1) continue;
      edge.all++;
      edge.defective += isDefective;
    }
  }
  return {
    defective: pixels.defective / pixels.all,
    defectiveEdge: edge.defective / edge.all,
    uncounted: uncounted / pixels.all,
  };
}
