/**
 * Changes of light and colour (thesis 4.2.1 and 4.2.5); each returns a new picture in [0, 1].
 *
 * @module
 */
import { AUGMENTATION } from '../hyperparameters.ts';
import type { PlanarImage } from './planar.ts';

/** Grey of each pixel in all three channels (Rec. 601, thesis 4.2.1). */
export function grayscale(image: PlanarImage): PlanarImage {
  const luma = lumaOf(image);
  const data = new Float32Array(image.data.length);
  for (let channel = 0; channel < 3; channel++) data.set(luma, channel * luma.length);
  return { ...image, data };
}

/** Shape [height, width]. */
function lumaOf({ data, width, height }: PlanarImage): Float32Array {
  const [red, green, blue] = AUGMENTATION.luma;
  const area = width * height;
  const luma = new Float32Array(area);
  for (let i = 0; i < area; i++) {
    luma[i] = red * data[i] + green * data[area + i] + blue * data[2 * area + i];
  }
  return luma;
}

/** Multiplies by `factor` (thesis 4.2.5.1). */
export function adjustBrightness(image: PlanarImage, factor: number): PlanarImage {
  return mapValues(image, factor, [0, 0, 0]);
}

/**
 * Stretches values about the mean μ: (x - μ) · factor + μ (thesis 4.2.5.2).
 *
 * "The mean pixel" of the thesis leaves open how channels weigh; μ is the mean of the grey picture,
 * as in torchvision's `adjust_contrast`.
 */
export function adjustContrast(image: PlanarImage, factor: number): PlanarImage {
  const luma = lumaOf(image);
  const mean = luma.reduce((sum, value) => sum + value, 0) / luma.length;
  const offset = mean * (1 - factor);
  return mapValues(image, factor, [offset, offset, offset]);
}

/** Adds a constant to each channel (thesis 4.3 names "color shifts"). */
export function shiftColour(image: PlanarImage, shift: readonly number[]): PlanarImage {
  return mapValues(image, 1, shift);
}

/** factor · x + offset of the channel, clamped to [0, 1]. */
function mapValues(image: PlanarImage, factor: number, offsets: readonly number[]): PlanarImage {
  const area = image.width * image.height;
  const data = new Float32Array(3 * area);
  for (let channel = 0; channel < 3; channel++) {
    const offset = offsets[channel];
    for (let i = channel * area; i < (channel + 1) * area; i++) {
      data[i] = Math.min(Math.max(factor * image.data[i] + offset, 0), 1);
    }
  }
  return { ...image, data };
}
