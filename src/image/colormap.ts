/**
 * Anomaly maps as pictures, on a scale that the caller fixes: one part, one scale, so that the
 * same colour means the same distance in every picture and a good part stays cold.
 *
 * @module
 */
import type { RgbImage, Size } from './rgb-image.ts';

/** The values that the two ends of the colours stand for. */
export interface ColourScale {
  /** At and below it a map is cold. */
  readonly low: number;
  /** At and above it a map is hottest; greater than `low`. */
  readonly high: number;
  /** Whether colours step with the logarithm, `low` being above 0; with the value itself by default. */
  readonly isLogarithmic?: boolean;
}

/**
 * 17 even stops of matplotlib's "inferno" (N. Smith and S. van der Walt, 2015, CC0): black over
 * purple and orange to pale yellow, lightness rising evenly, safe for colour-blind readers.
 */
const stops: readonly (readonly [red: number, green: number, blue: number])[] = [
  [0, 0, 4],
  [11, 7, 36],
  [33, 12, 74],
  [61, 9, 101],
  [87, 16, 110],
  [113, 25, 110],
  [138, 34, 106],
  [163, 44, 97],
  [188, 55, 84],
  [208, 69, 69],
  [227, 89, 51],
  [241, 113, 31],
  [249, 140, 10],
  [252, 170, 15],
  [249, 201, 50],
  [242, 232, 101],
  [252, 255, 164],
];

const SHADES = 256;
const palette = makePalette();

/** Shape [SHADES, 3]. */
function makePalette(): Uint8Array {
  const colours = new Uint8Array(SHADES * 3);
  for (let shade = 0; shade < SHADES; shade++) {
    const position = (shade / (SHADES - 1)) * (stops.length - 1);
    const before = Math.min(Math.floor(position), stops.length - 2);
    const share = position - before;
    for (let channel = 0; channel < 3; channel++) {
      const mixed = stops[before][channel] * (1 - share) + stops[before + 1][channel] * share;
      colours[shade * 3 + channel] = Math.round(mixed);
    }
  }
  return colours;
}

/** Values between the ends that are told apart: finer than a byte shows where the logarithm is steepest. */
const STEPS = 4096;

/**
 * Draws a map in colours.
 *
 * @param map - shape [size.height, size.width].
 * @returns A picture of shape [size.height, size.width, 3].
 */
export function colourize(map: Float32Array, size: Size, scale: ColourScale): RgbImage {
  const { width, height } = size;
  const { colours } = tintsOf(scale);
  const toStep = stepsOf(scale);
  const data = new Uint8Array(map.length * 3);
  for (let i = 0, p = 0; i < map.length; i++, p += 3) {
    const c = toStep(map[i]) * 3;
    data[p] = colours[c];
    data[p + 1] = colours[c + 1];
    data[p + 2] = colours[c + 2];
  }
  return { data, width, height };
}

/**
 * Tints a picture where its map is hot; what is cold shows the picture unchanged.
 *
 * @param map - shape [image.height, image.width].
 * @param scale - Colours of the map; `opacity` in [0, 1] is that of the hottest tint.
 */
export function overlay(
  image: RgbImage,
  map: Float32Array,
  scale: ColourScale & { readonly opacity: number },
): RgbImage {
  const { heats, colours } = tintsOf(scale);
  const shares = heats.map((heat) => heat * scale.opacity);
  const toStep = stepsOf(scale);
  const data = image.data.slice();
  for (let i = 0, p = 0; i < map.length; i++, p += 3) {
    const step = toStep(map[i]);
    if (step === 0) continue;
    const share = shares[step];
    const c = step * 3;
    data[p] = tint(data[p], colours[c], share);
    data[p + 1] = tint(data[p + 1], colours[c + 1], share);
    data[p + 2] = tint(data[p + 2], colours[c + 2], share);
  }
  return { ...image, data };
}

function tint(from: number, to: number, share: number): number {
  return (from + (to - from) * share + 0.5) | 0;
}

/** Where a value lies between the ends, from 0 to {@link STEPS}; one that is not a number is cold. */
function stepsOf({ low, high }: ColourScale): (value: number) => number {
  const perValue = STEPS / (high - low);
  return (value) =>
    value > low ? (value >= high ? STEPS : ((value - low) * perValue + 0.5) | 0) : 0;
}

/** Heat in [0, 1] and colour, shape [STEPS + 1, 3], of each step. */
interface Tints {
  readonly heats: Float64Array;
  readonly colours: Uint8Array;
}

/** A logarithm a step instead of one a pixel. */
function tintsOf({ low, high, isLogarithmic = false }: ColourScale): Tints {
  const heats = Float64Array.from({ length: STEPS + 1 }, (_, step) => {
    const share = step / STEPS;
    return isLogarithmic
      ? Math.log2((low + share * (high - low)) / low) / Math.log2(high / low)
      : share;
  });
  const colours = new Uint8Array(heats.length * 3);
  for (const [step, heat] of heats.entries()) {
    const shade = Math.floor(heat * (SHADES - 1) + 0.5) * 3;
    colours.set(palette.subarray(shade, shade + 3), step * 3);
  }
  return { heats, colours };
}
