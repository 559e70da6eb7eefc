/**
 * Whether a picture's light and dark, or its red and blue, are exchanged: is it nearer to the good
 * pictures as they are, or to the good pictures with them exchanged? Means cannot say: those of a
 * coloured part on a coloured ground change little. Nothing here asks where in the picture anything is.
 *
 * @module
 */
import { type PictureTones, tonesOf } from './picture-statistics.ts';
import type { RgbImage } from './rgb-image.ts';

/** What a picture's light and colours are compared by. */
export interface PicturePalette {
  /** Quantiles of the lightness, less its mean, over its standard deviation; shape [32]. */
  readonly lightness: Float64Array;
  /** Mean red less green, blue less green, and lightness of cells, from -1 to 1; shape [cells, 3]. */
  readonly cells: Float64Array;
}

const QUANTILES = 32;
const LEVELS = 4096;
/** Least deviation that lightness is divided by. */
const LEAST_DEVIATION = 0.005;
/** Added to both distances of lightness, so that two that are small make no large ratio. */
const DISTANCE_SOFTENING = 0.05;
/** What lightness weighs beside colour in the distance of cells: it tells alike colours apart. */
const LIGHTNESS_WEIGHT = 0.1;
/** A cell votes if its two distances differ by more: 3 levels of 255. */
const VOTE_MARGIN = 0.012;
/** Added to both distances of colours: one level of 255. */
const COLOUR_SOFTENING = 0.004;
/** The distance to the exchanged colours is much smaller if it is at most this share of the other. */
const MUCH_NEARER = 0.72;
/** Share of the cells that is added as votes of neither side: few coloured cells say little. */
const ABSTENTIONS = 0.1;

/**
 * Measures a picture's palette.
 *
 * @param image - Shape [H, W, 3].
 */
export function paletteOf(image: RgbImage): PicturePalette {
  return paletteOfTones(tonesOf(image));
}

/** What {@link paletteOf} measures, of a picture whose tones are known. */
export function paletteOfTones(tones: PictureTones): PicturePalette {
  const cells = tones.cells.slice();
  for (let i = 0; i < cells.length; i += 3) {
    const [red, green, blue] = cells.subarray(i, i + 3);
    cells[i] = red - green;
    cells[i + 1] = blue - green;
    cells[i + 2] = (red + green + blue) / 3;
  }
  return { lightness: lightnessQuantiles(tones), cells };
}

/**
 * How much nearer a picture's lightness is to that of the good pictures' negatives than to that of the
 * good pictures: the logarithm of the ratio, a mean over the good pictures. Below 0 if it is not.
 */
export function likenessToNegatives(
  { lightness }: PicturePalette,
  goods: readonly PicturePalette[],
): number {
  return mean(
    goods.map(({ lightness: good }) => {
      let asIs = 0;
      let asNegative = 0;
      for (let i = 0; i < QUANTILES; i++) {
        asIs += Math.abs(lightness[i] - good[i]) / QUANTILES;
        asNegative += Math.abs(lightness[i] + good[QUANTILES - 1 - i]) / QUANTILES;
      }
      return Math.log((asIs + DISTANCE_SOFTENING) / (asNegative + DISTANCE_SOFTENING));
    }),
  );
}

/**
 * The share of a picture's cells whose colours are nearer to those of the good pictures with red and
 * blue exchanged, less the share of those that are nearer to them as they are: from -1 to 1, near 0 in
 * grey; a mean over the good pictures. Most cells must agree, as a camera exchanges all of them and a
 * part of another colour only its own. They must also come much nearer: a neutral picture under a
 * warmer lamp comes a little nearer everywhere.
 */
export function exchangedShare(picture: PicturePalette, goods: readonly PicturePalette[]): number {
  return mean(goods.map((good) => voteOf(picture.cells, good.cells)));
}

/** What makes the colours of a picture others than those of good ones. */
export interface ColourCause {
  /** What explains them best: red and blue exchanged, light and dark exchanged, or light of another colour. */
  readonly cause: 'channel-order' | 'negative' | 'colour-cast';
  /** How many times nearer they are to those of the good pictures' negatives than to those of the good pictures. */
  readonly likenessToNegatives: number;
}

/** How many times nearer to the negatives colours must be at least to be those of a negative. */
export const LEAST_LIKENESS_TO_NEGATIVES: number = 1 / MUCH_NEARER;

/**
 * Why the colours of a picture look as if red and blue were exchanged. Those of a negative do so, and
 * those of a part of one hue under a lamp of another: only what no factor for red, green and blue
 * explains as well is an exchange.
 */
export function colourCauseOf(
  { cells }: PicturePalette,
  goods: readonly PicturePalette[],
): ColourCause {
  const distanceTo = (change: (good: Float64Array) => Float64Array): number =>
    mean(goods.map((good) => meanDistance(cells, change(good.cells))));
  const exchanged = distanceTo(withRedAndBlueExchanged);
  const negative = distanceTo(negativeOf);
  const cast = distanceTo((good) => inLightOf(cells, good));
  const likeness = distanceTo((good) => good) / negative;
  const isNegative = negative < Math.min(exchanged, cast) && likeness > LEAST_LIKENESS_TO_NEGATIVES;
  const isExchanged = exchanged <= cast;
  const cause = isNegative ? 'negative' : isExchanged ? 'channel-order' : 'colour-cast';
  return { cause, likenessToNegatives: likeness };
}

/** From each cell to the nearest of others, wherever that lies. */
function meanDistance(cells: Float64Array, others: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < cells.length; i += 3) sum += nearest(cells, i, others, false);
  return (3 * sum) / cells.length + COLOUR_SOFTENING;
}

function withRedAndBlueExchanged(cells: Float64Array): Float64Array {
  return cells.map((_, i) => cells[i + EXCHANGE[i % 3]]);
}

/** From red to blue, from blue to red, lightness as it is. */
const EXCHANGE = [1, -1, 0] as const;

function negativeOf(cells: Float64Array): Float64Array {
  return cells.map((value, i) => (i % 3 === 2 ? 1 - value : -value));
}

/** A good picture's cells in the light of another picture: red, green and blue by one factor each. */
function inLightOf(cells: Float64Array, good: Float64Array): Float64Array {
  const [light, usual] = [meanColour(cells), meanColour(good)];
  const factors = light.map((value, c) => value / Math.max(usual[c], COLOUR_SOFTENING));
  const lit = new Float64Array(good.length);
  for (let i = 0; i < good.length; i += 3) {
    const [red, green, blue] = colourOf(good, i).map((value, c) => value * factors[c]);
    lit.set([red - green, blue - green, (red + green + blue) / 3], i);
  }
  return lit;
}

function meanColour(cells: Float64Array): number[] {
  const sums = [0, 0, 0];
  for (let i = 0; i < cells.length; i += 3) {
    for (const [c, value] of colourOf(cells, i).entries()) sums[c] += value;
  }
  return sums.map((sum) => (3 * sum) / cells.length);
}

/** Red, green and blue of a cell. */
function colourOf(cells: Float64Array, at: number): [red: number, green: number, blue: number] {
  const [red, blue, lightness] = cells.subarray(at, at + 3);
  const green = lightness - (red + blue) / 3;
  return [green + red, green, green + blue];
}

function voteOf(cells: Float64Array, good: Float64Array): number {
  let exchanged = 0;
  let asIs = 0;
  const sums = { exchanged: 0, asIs: 0 };
  for (let i = 0; i < cells.length; i += 3) {
    const [near, nearExchanged] = [nearest(cells, i, good, false), nearest(cells, i, good, true)];
    if (near - nearExchanged > VOTE_MARGIN) exchanged++;
    else if (nearExchanged - near > VOTE_MARGIN) asIs++;
    sums.exchanged += nearExchanged + COLOUR_SOFTENING;
    sums.asIs += near + COLOUR_SOFTENING;
  }
  const share = (exchanged - asIs) / (exchanged + asIs + (ABSTENTIONS * cells.length) / 3);
  return sums.exchanged <= MUCH_NEARER * sums.asIs ? share : Math.min(share, 0);
}

/** Distance of a cell to the nearest of others, whose red and blue may be exchanged. */
function nearest(
  cells: Float64Array,
  at: number,
  others: Float64Array,
  isExchanged: boolean,
): number {
  const [red, blue] = isExchanged ? [1, 0] : [0, 1];
  let smallest = Infinity;
  for (let i = 0; i < others.length; i += 3) {
    const distance =
      Math.abs(cells[at] - others[i + red]) +
      Math.abs(cells[at + 1] - others[i + blue]) +
      LIGHTNESS_WEIGHT * Math.abs(cells[at + 2] - others[i + 2]);
    smallest = Math.min(smallest, distance);
  }
  return smallest;
}

function lightnessQuantiles({
  lightness: values,
  mean: centre,
  deviation,
}: PictureTones): Float64Array {
  const counts = new Uint32Array(LEVELS);
  for (let i = 0; i < values.length; i++) {
    const level = (values[i] * LEVELS) | 0;
    counts[level < LEVELS ? level : LEVELS - 1]++;
  }
  const quantiles = new Float64Array(QUANTILES);
  let level = 0;
  let upTo = counts[0];
  for (let q = 0; q < QUANTILES; q++) {
    const rank = ((q + 0.5) / QUANTILES) * values.length;
    while (upTo <= rank && level < LEVELS - 1) upTo += counts[++level];
    quantiles[q] = ((level + 0.5) / LEVELS - centre) / (deviation + LEAST_DEVIATION);
  }
  return quantiles;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
