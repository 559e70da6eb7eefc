/** From linear light to an 8-bit picture: a little blur, gamma, sensor noise. */
import { type RgbImage, rgbImage } from '../image/rgb-image.ts';
import { clamp, latticeHash } from './noise.ts';
import type { View } from './pose.ts';

/** What the camera adds. */
export interface Camera {
  /** Share of the light of a pixel that goes to each of its four neighbours, 0 (sharp) to 0.15. */
  readonly blur: number;
  /** Standard deviation of the sensor noise at mid-grey, in levels of 255. */
  readonly noise: number;
  /** Of the noise. */
  readonly seed: number;
}

/**
 * Takes the picture.
 *
 * @param light - Linear light, shape [height · width · 3].
 */
export function takePicture(
  light: Float32Array,
  { width, height }: Pick<View, 'width' | 'height'>,
  camera: Camera,
): RgbImage {
  const data = new Uint8Array(light.length);
  for (let row = 0; row < height; row++) {
    const up = row > 0 ? -3 * width : 0;
    const down = row < height - 1 ? 3 * width : 0;
    for (let column = 0; column < width; column++) {
      const left = column > 0 ? -3 : 0;
      const right = column < width - 1 ? 3 : 0;
      for (let c = 0; c < 3; c++) {
        const k = 3 * (row * width + column) + c;
        const around = light[k + up] + light[k + down] + light[k + left] + light[k + right];
        const blurred = light[k] + camera.blur * (around - 4 * light[k]);
        const display = 255 * Math.sqrt(shoulder(blurred));
        // The luminance share of the noise is common to the channels, as after demosaicing.
        const common = bell(latticeHash(camera.seed, column, row));
        const own = bell(latticeHash(camera.seed + c + 1, column, row));
        const noise = camera.noise * (0.8 * common + 0.6 * own) * (0.6 + display / 320);
        data[k] = clamp(Math.round(display + noise), 0, 255);
      }
    }
  }
  return rgbImage(data, width, height);
}

/** Highlights above 0.7 run gently towards white instead of clipping. */
function shoulder(light: number): number {
  if (light <= 0.7) return Math.max(0, light);
  const over = light - 0.7;
  return 0.7 + (0.3 * over) / (over + 0.3);
}

/** A nearly normal number of unit variance from 32 random bits: the sum of four uniform ones. */
function bell(bits: number): number {
  const sum = (bits & 0xff) + ((bits >>> 8) & 0xff) + ((bits >>> 16) & 0xff) + (bits >>> 24);
  // Variance of a uniform byte is (256² - 1) / 12; of the sum of four, (256² - 1) / 3.
  return (sum - 510) / 147.8;
}
