import { AUGMENTATION } from '../hyperparameters.ts';
import { cellColours } from './picture-cells.ts';
import type { RgbImage } from './rgb-image.ts';

/** What a picture looks like as a whole, whatever it shows and however that lies. */
export interface PictureStatistics {
  /** Mean lightness (Rec. 601), from 0 to 1. */
  readonly light: number;
  /** Standard deviation of the lightness, from 0 to 0.5. */
  readonly contrast: number;
  /** Share of pixels with a channel at the end of its scale. */
  readonly clipped: number;
  /** Steepness of the edges, one over pixels; an edge that is twice as wide has half of it. */
  readonly sharpness: number;
  /** Median gradient over the contrast, one over pixels: what noise there is where nothing else is. */
  readonly grain: number;
  /** Lower quartile of the gradient over the contrast: noise is also where the picture is flattest. */
  readonly flatGrain: number;
  /** Red's share of the light, the median over the picture's cells; 1/3 in grey. */
  readonly red: number;
  /** Blue's share of the light, likewise. */
  readonly blue: number;
  /** Mean difference of a pixel's largest and smallest channel, from 0 to 1. */
  readonly saturation: number;
}

/** A channel from here on is at the end of its scale; JPEG moves it by one. */
const CLIPPED = 254;
/** Keep ratios of a picture without contrast or light where they are; in the units of what they add to. */
const SOFTENING = {
  contrast: 0.005,
  edge: 0.002,
  detail: 0.001,
  grain: 0.0005,
  light: 0.02,
} as const;
/** Share of the gradients that are less steep than an edge. */
const EDGE_QUANTILE = 0.999;
/** How finely gradients are told apart; none is above √½. */
const BINS_PER_UNIT = 16_384;
const GRADIENT_BINS = 12_000;

/**
 * Measures a picture.
 *
 * Sharpness joins two measures of how wide edges are, neither of which holds alone on every kind of
 * part: the steepest gradient over the contrast (one over a width), and the root mean square of the
 * Laplacian over that of the gradient (one over a width, squared here), and takes the cube root.
 *
 * @param image - Shape [H, W, 3].
 * @param tones - Of the picture, where they are known.
 */
export function measurePicture(
  image: RgbImage,
  tones: PictureTones = tonesOf(image),
): PictureStatistics {
  const { lightness, mean: light, deviation: contrast, cells } = tones;
  const { laplacian, gradient, edge, median, quartile } = measureDetail(lightness, image.width);
  const steepness = (edge + SOFTENING.edge) / (contrast + SOFTENING.contrast);
  const fineness = (laplacian + SOFTENING.detail) / (gradient + SOFTENING.detail);
  return {
    light,
    contrast,
    sharpness: Math.cbrt(steepness * fineness ** 2),
    grain: (median + SOFTENING.grain) / (contrast + SOFTENING.contrast),
    flatGrain: (quartile + SOFTENING.grain) / (contrast + SOFTENING.contrast),
    ...measureColours(image),
    ...medianShares(cells),
  };
}

/** What several measures of a picture start from. */
export interface PictureTones {
  /** Lightness of each pixel, see {@link lightnessOf}; shape [H · W]. */
  readonly lightness: Float32Array;
  /** Of the lightness. */
  readonly mean: number;
  /** Standard deviation of the lightness. */
  readonly deviation: number;
  /** Mean colours of the picture's cells, see {@link cellColours}; shape [cells, 3]. */
  readonly cells: Float64Array;
}

/** @param image - Shape [H, W, 3]. */
export function tonesOf(image: RgbImage): PictureTones {
  const lightness = lightnessOf(image);
  return { lightness, ...meanAndDeviation(lightness), cells: cellColours(image) };
}

/** Lightness (Rec. 601) of each pixel from 0 to 1, shape [H · W]. */
export function lightnessOf({ data }: RgbImage): Float32Array {
  const [red, green, blue] = AUGMENTATION.luma.map((weight) => weight / 255);
  const lightness = new Float32Array(data.length / 3);
  for (let i = 0, p = 0; i < lightness.length; i++, p += 3) {
    lightness[i] = red * data[p] + green * data[p + 1] + blue * data[p + 2];
  }
  return lightness;
}

/**
 * Mean and standard deviation.
 *
 * @param values - Of shape [N].
 */
export function meanAndDeviation(values: Float32Array): {
  readonly mean: number;
  readonly deviation: number;
} {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / values.length) };
}

/** Share of pixels with a channel at the end of its scale. */
export function clippedShare({ data }: RgbImage): number {
  let clipped = 0;
  for (let p = 0; p < data.length; p += 3) {
    if (data[p] >= CLIPPED || data[p + 1] >= CLIPPED || data[p + 2] >= CLIPPED) clipped++;
  }
  return clipped / (data.length / 3);
}

function measureColours({ data }: RgbImage): Pick<PictureStatistics, 'clipped' | 'saturation'> {
  let chroma = 0;
  let clipped = 0;
  for (let p = 0; p < data.length; p += 3) {
    const red = data[p];
    const green = data[p + 1];
    const blue = data[p + 2];
    // Two at a time: Math.max() of three takes half as long again (measured).
    const largest = Math.max(Math.max(red, green), blue);
    chroma += largest - Math.min(Math.min(red, green), blue);
    if (largest >= CLIPPED) clipped++;
  }
  const pixels = data.length / 3;
  return { clipped: clipped / pixels, saturation: chroma / (255 * pixels) };
}

/**
 * Median shares over the cells of a picture: other light colours all of them, a defect only its own.
 *
 * @param cells - Mean colours, shape [cells, 3].
 */
function medianShares(cells: Float64Array): Pick<PictureStatistics, 'red' | 'blue'> {
  const reds: number[] = [];
  const blues: number[] = [];
  for (let i = 0; i < cells.length; i += 3) {
    const [red, green, blue] = [...cells.subarray(i, i + 3)].map((v) => v + SOFTENING.light / 3);
    reds.push(red / (red + green + blue));
    blues.push(blue / (red + green + blue));
  }
  return { red: medianOf(reds), blue: medianOf(blues) };
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

/** Root mean squares of Laplacian and gradient, and the gradients of some ranks. */
interface Detail {
  readonly laplacian: number;
  readonly gradient: number;
  readonly edge: number;
  readonly median: number;
  readonly quartile: number;
}

/** Neighbours are taken at the borders as if they were continued; a row of one pixel has none. */
function measureDetail(lightness: Float32Array, width: number): Detail {
  const height = lightness.length / width;
  // Counted by size: sorting them takes several times as long (measured).
  const counts = new Uint32Array(GRADIENT_BINS);
  let laplacianSquares = 0;
  let gradientSquares = 0;
  for (let y = 0; y < height; y++) {
    const row = y * width;
    const above = y > 0 ? row - width : row;
    const below = y < height - 1 ? row + width : row;
    let here = lightness[row];
    let left = here;
    for (let x = 0; x < width; x++) {
      const right = x < width - 1 ? lightness[row + x + 1] : here;
      const up = lightness[above + x];
      const down = lightness[below + x];
      const curve = 4 * here - left - right - up - down;
      const [across, along] = [right - left, down - up];
      const square = (across * across + along * along) / 4;
      laplacianSquares += curve * curve;
      gradientSquares += square;
      counts[(Math.sqrt(square) * BINS_PER_UNIT) | 0]++;
      left = here;
      here = right;
    }
  }
  return {
    laplacian: Math.sqrt(laplacianSquares / lightness.length),
    gradient: Math.sqrt(gradientSquares / lightness.length),
    edge: gradientAt(counts, EDGE_QUANTILE * (lightness.length - 1)),
    median: gradientAt(counts, (lightness.length - 1) / 2),
    quartile: gradientAt(counts, (lightness.length - 1) / 4),
  };
}

/** The gradient of a rank, counted from the flattest. */
function gradientAt(counts: Uint32Array, rank: number): number {
  let below = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    below += counts[bin];
    if (below > rank) return (bin + 0.5) / BINS_PER_UNIT;
  }
  return counts.length / BINS_PER_UNIT;
}
