/**
 * Which pixels of a picture belong to objects.
 *
 * @module
 */
import { connectedComponents } from '../image/components.ts';
import { medianOf } from '../tensor/median.ts';

/** Distances of the ground itself end below this many times their median, and some levels. */
const NOISE = { times: 5, levels: 3 } as const;
/** Share of the way to the threshold that parts best into two: dark flanks belong to an object too. */
const OTSU_SHARE = 0.5;
/** Bins of the histogram of distances. */
const BINS = 256;
/** Largest distance of two colours: from black to white. */
const LARGEST = 442;

/**
 * From which distance on pixels belong to objects: what parts the distances of a good picture into two by
 * Otsu's criterion (IEEE Transactions on Systems, Man, and Cybernetics 9, 1979), lowered towards the
 * ground, and never within the noise of the ground.
 *
 * @param distances - Of all pixels of a good picture, levels, shape [height, width].
 * @param border - Those of its border.
 * @returns With the distance that is still noise, levels; undefined where nothing stands out from the ground.
 */
export function thresholdOf(
  distances: Float32Array,
  border: readonly number[],
): { readonly threshold: number; readonly noise: number } | undefined {
  const noise = NOISE.times * medianOf(border) + NOISE.levels;
  const otsu = otsuThreshold(distances);
  return otsu > noise ? { threshold: Math.max(OTSU_SHARE * otsu, noise), noise } : undefined;
}

/** The distance that parts all distances into two of the least variance within. */
function otsuThreshold(distances: Float32Array): number {
  const counts = new Float64Array(BINS);
  for (let i = 0; i < distances.length; i++) {
    counts[Math.min(Math.floor((distances[i] / LARGEST) * BINS), BINS - 1)]++;
  }
  const total = counts.reduce((sum, count, bin) => sum + count * bin, 0);
  let [below, sum, most, best] = [0, 0, -1, 0];
  for (let bin = 0; bin < BINS - 1; bin++) {
    below += counts[bin];
    sum += counts[bin] * bin;
    const above = distances.length - below;
    if (below === 0 || above === 0) continue;
    const between = below * above * (sum / below - (total - sum) / above) ** 2;
    if (between > most) [most, best] = [between, bin];
  }
  return ((best + 1) / BINS) * LARGEST;
}

/** 1 where a pixel is farther from the ground than the threshold, else 0; shape [height, width]. */
export function foregroundOf(distances: Float32Array, threshold: number): Uint8Array {
  return Uint8Array.from(distances, (distance) => (distance > threshold ? 1 : 0));
}

/**
 * A mask without holes: pixels that its own enclose, such as the hole of a washer, are filled.
 *
 * @param mask - Not zero on what stays, shape [height, width].
 */
export function withoutHoles(mask: Uint8Array, width: number, height: number): Uint8Array {
  const empty = mask.map((value) => 1 - value);
  const { labels, components } = connectedComponents(empty, width, height, 4);
  const isHole = components.map(({ x, y, ...size }) => {
    return x > 0 && y > 0 && x + size.width < width && y + size.height < height;
  });
  return mask.map((value, i) => (value === 0 && isHole[labels[i] - 1] ? 1 : value));
}
