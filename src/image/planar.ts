import type { RgbImage, Size } from './rgb-image.ts';

/** An RGB image with one plane a channel, as networks take it. */
export interface PlanarImage extends Size {
  /** Values in [0, 1], shape [3, height, width]. */
  readonly data: Float32Array;
}

/** Mean and standard deviation of R, G and B that a network expects to be removed. */
export interface Normalization {
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** Bytes / 255, one plane a channel (torchvision's `to_tensor`). */
export function toPlanar(image: RgbImage): PlanarImage {
  const { data: source, width, height } = image;
  const area = width * height;
  const data = new Float32Array(3 * area);
  for (let i = 0, p = 0; i < area; i++, p += 3) {
    data[i] = source[p] / 255;
    data[area + i] = source[p + 1] / 255;
    data[2 * area + i] = source[p + 2] / 255;
  }
  return { data, width, height };
}

/** The picture in 8 bits, rounded and clamped; the inverse of {@link toPlanar}. */
export function toRgb(image: PlanarImage): RgbImage {
  const { data: source, width, height } = image;
  const area = width * height;
  const data = new Uint8Array(3 * area);
  for (let i = 0, p = 0; i < area; i++, p += 3) {
    data[p] = toByte(source[i]);
    data[p + 1] = toByte(source[area + i]);
    data[p + 2] = toByte(source[2 * area + i]);
  }
  return { data, width, height };
}

function toByte(value: number): number {
  return Math.round(Math.min(Math.max(value, 0), 1) * 255);
}

/**
 * Writes (value - mean) / std of each channel into a batch.
 *
 * @param target - Receives shape [3, height, width] from `offset` on.
 */
export function normalizeInto(
  image: PlanarImage,
  normalization: Normalization,
  target: Float32Array,
  offset: number,
): void {
  const area = image.width * image.height;
  for (let channel = 0; channel < 3; channel++) {
    const mean = normalization.mean[channel];
    const std = normalization.std[channel];
    for (let i = channel * area; i < (channel + 1) * area; i++) {
      target[offset + i] = (image.data[i] - mean) / std;
    }
  }
}

/**
 * What {@link normalizeInto} writes of {@link toPlanar}, without the planes in between: each byte of a
 * channel has one value (half the time, measured).
 *
 * @param target - Receives shape [3, height, width].
 */
export function normalizeBytesInto(
  { data, width, height }: RgbImage,
  { mean, std }: Normalization,
  target: Float32Array,
): void {
  const area = width * height;
  const [red, green, blue] = mean.map((value, channel) => normalizedBytes(value, std[channel]));
  for (let i = 0, p = 0; i < area; i++, p += 3) {
    target[i] = red[data[p]];
    target[area + i] = green[data[p + 1]];
    target[2 * area + i] = blue[data[p + 2]];
  }
}

function normalizedBytes(mean: number, std: number): Float32Array {
  const values = new Float32Array(256);
  for (let byte = 0; byte < 256; byte++) values[byte] = (Math.fround(byte / 255) - mean) / std;
  return values;
}
