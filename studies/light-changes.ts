/**
 * Other light, drawn onto pictures: what a lamp that ages, moves or is changed does to all levels. Levels
 * beyond 255 are lost, as in a camera.
 *
 * @module
 */
import type { RgbImage } from '../src/image/rgb-image.ts';

/** Factors of red, green and blue at a place of the picture, in shares of its sides. */
type Light = (u: number, v: number) => readonly [red: number, green: number, blue: number];

/** Width of a shadow's edge, a share of the picture's width. */
const EDGE = 0.06;

const LIGHTS = {
  /** As it is. */
  plain: even(1),
  'x0.5': even(0.5),
  'x0.6': even(0.6),
  'x0.8': even(0.8),
  'x1.25': even(1.25),
  'x1.6': even(1.6),
  x2: even(2),
  /** From 0.8 at the left to 1.2 at the right. */
  'mild gradient': (u) => grey(0.8 + 0.4 * u),
  /** From 0.6 at the top left to 1.4 at the bottom right. */
  'strong gradient': (u, v) => grey(0.6 + 0.4 * u + 0.4 * v),
  warm: () => [1.15, 1, 0.85],
  cold: () => [0.85, 1, 1.15],
  /** Three tenths less light over the left third. */
  shadow: (u) => grey(1 - 0.3 * Math.min(Math.max((1 / 3 - u) / EDGE + 0.5, 0), 1)),
} satisfies Record<string, Light>;

/** A change of light. */
export type LightName = keyof typeof LIGHTS;

/** Every change of light. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table, of which there are some
export const LIGHT_NAMES = Object.keys(LIGHTS) as [LightName, ...LightName[]];

/** Those of 0.6 to 1.6 times the light, and of a mild gradient. */
export const MILD: readonly LightName[] = ['x0.6', 'x0.8', 'x1.25', 'x1.6', 'mild gradient'];

/** A picture under another light, shape [H, W, 3]. */
export function underLight(image: RgbImage, name: LightName): RgbImage {
  const light: Light = LIGHTS[name];
  const { width, height } = image;
  const data = new Uint8Array(image.data.length);
  for (let y = 0, p = 0; y < height; y++) {
    for (let x = 0; x < width; x++, p += 3) {
      const factors = light((x + 0.5) / width, (y + 0.5) / height);
      for (let channel = 0; channel < 3; channel++) {
        const level = image.data[p + channel] * factors[channel];
        data[p + channel] = Math.min(Math.round(level), 255);
      }
    }
  }
  return { data, width, height };
}

function even(factor: number): Light {
  return () => grey(factor);
}

function grey(factor: number): readonly [number, number, number] {
  return [factor, factor, factor];
}
