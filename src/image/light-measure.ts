/**
 * The light of a picture as a whole: its mean colour, and how it slopes. Pictures are brought to that of good
 * ones.
 *
 * @module
 */
import { LIGHT } from '../hyperparameters.ts';
import { forEachShown, type LitSquare } from './lit-square.ts';

/** How light slopes over a picture. */
export interface LightSlope {
  /** By how much the natural logarithm of the light rises from the left edge to the right one. */
  readonly across: number;
  /** The same from top to bottom. */
  readonly down: number;
}

/** The light of good pictures. */
export interface LightTarget extends LightSlope {
  /**
   * Levels of red, of green and of blue, ascending: the means of 32 equal shares of the pixels. More than their
   * mean, since of a brighter picture the brightest of them are clipped.
   */
  readonly levels: readonly [
    red: readonly number[],
    green: readonly number[],
    blue: readonly number[],
  ];
}

/** Digits that are kept of what good pictures show: enough, and the same whatever the machine. */
const DIGITS = 5;
/** The end of the scale. */
const WHITE = 255;
/** How often the range of factors is halved: beyond it a level of 255 does not change. */
const BISECTIONS = 24;

/** The light that pictures have together, rounded. */
export function usualLight(pictures: readonly LitSquare[]): LightTarget {
  const slopes = pictures.map(slopeOf);
  const levelsOf = (channel: number): number[] => shareMeans(levelsIn(pictures, channel));
  return {
    levels: [levelsOf(0), levelsOf(1), levelsOf(2)],
    across: rounded(meanOf(slopes.map(({ across }) => across))),
    down: rounded(meanOf(slopes.map(({ down }) => down))),
  };
}

/** How the light of a picture slopes, whatever it shows. */
export function slopeOf(lit: LitSquare): LightSlope {
  const cells = cellLights(lit);
  return { across: slopeAlong(cells, 'across'), down: slopeAlong(cells, 'down') };
}

/**
 * Evens out by how much the light of a picture slopes otherwise than that of good ones.
 *
 * @param lit - Its levels change.
 */
export function evenOut(lit: LitSquare, target: LightSlope): void {
  const { levels, frame } = lit;
  const own = slopeOf(lit);
  const columns = factorsAlong(own.across - target.across, frame.content.width);
  const rows = factorsAlong(own.down - target.down, frame.content.height);
  forEachShown(frame, (pixel, x, y) => {
    for (let at = 3 * pixel; at < 3 * pixel + 3; at++) levels[at] *= columns[x] * rows[y];
  });
}

/**
 * Divides each channel by how much brighter it is than in good pictures: by the factor under which these have its
 * mean, clipped as it is.
 *
 * @param lit - Its levels change.
 */
export function balance({ levels, frame }: LitSquare, target: Pick<LightTarget, 'levels'>): void {
  const sums = [0, 0, 0];
  let pixels = 0;
  forEachShown(frame, (pixel) => {
    for (let channel = 0; channel < 3; channel++) sums[channel] += levels[3 * pixel + channel];
    pixels++;
  });
  const factors = target.levels.map((usual, channel) => {
    return brightnessOf(sums[channel] / Math.max(pixels, 1), usual);
  });
  forEachShown(frame, (pixel) => {
    for (let channel = 0; channel < 3; channel++) levels[3 * pixel + channel] /= factors[channel];
  });
}

/**
 * How many times brighter a channel is, by bisection: its mean rises with the factor.
 *
 * @param mean - Of the channel.
 * @param usual - Levels of good pictures.
 */
function brightnessOf(mean: number, usual: readonly number[]): number {
  const clippedMean = (factor: number): number => {
    return meanOf(usual.map((level) => Math.min(level * factor, Math.max(level, WHITE))));
  };
  let [least, most]: [number, number] = [1 / LIGHT.mostGain, LIGHT.mostGain];
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = Math.sqrt(least * most);
    if (clippedMean(middle) < mean) least = middle;
    else most = middle;
  }
  return Math.sqrt(least * most);
}

/** Factors that take a slope away, 1 in the middle, one a pixel. */
function factorsAlong(slope: number, pixels: number): Float64Array {
  const most = Math.log(LIGHT.mostGain);
  const taken = Math.min(Math.max(slope, -most), most);
  return Float64Array.from({ length: pixels }, (_, i) => {
    return Math.exp(-taken * ((i + 0.5) / pixels - 0.5));
  });
}

/** Levels of a channel of all pictures, ascending. */
function levelsIn(pictures: readonly LitSquare[], channel: number): Float32Array {
  const all = new Float32Array(pictures.reduce((sum, { levels }) => sum + levels.length / 3, 0));
  let count = 0;
  for (const { levels, frame } of pictures) {
    forEachShown(frame, (pixel) => {
      all[count++] = levels[3 * pixel + channel];
    });
  }
  return all.subarray(0, count).toSorted();
}

/** Means of equal shares of sorted levels, rounded. */
function shareMeans(sorted: Float32Array): number[] {
  return Array.from({ length: LIGHT.levels }, (_, share) => {
    const start = Math.floor((share * sorted.length) / LIGHT.levels);
    const end = Math.floor(((share + 1) * sorted.length) / LIGHT.levels);
    return rounded(meanOf([...sorted.subarray(start, Math.max(end, start + 1))]));
  });
}

/**
 * Mean level of each cell of the picture, shape [cells, cells]; not a number of one that is dark, or of which
 * little is looked at.
 */
function cellLights({ levels, frame }: LitSquare): Float64Array {
  const { cells } = LIGHT;
  const { width, height } = frame.content;
  const lights = new Float64Array(cells * cells);
  const counts = new Uint32Array(cells * cells);
  forEachShown(frame, (pixel, x, y) => {
    const cell = Math.floor((y * cells) / height) * cells + Math.floor((x * cells) / width);
    lights[cell] += (levels[3 * pixel] + levels[3 * pixel + 1] + levels[3 * pixel + 2]) / 3;
    counts[cell]++;
  });
  const least = (width * height) / (2 * cells * cells);
  return lights.map((sum, cell) => {
    const light = sum / counts[cell];
    return counts[cell] >= least && light >= LIGHT.darkest ? light : Number.NaN;
  });
}

/**
 * How light slopes, by cells a quarter of the picture apart: the mean of the middle half of the logarithms of
 * their ratios. A part brightens some of them and darkens as many; where it lies moves the middle half little.
 *
 * @param lights - Of {@link cellLights}, shape [cells, cells].
 */
function slopeAlong(lights: Float64Array, direction: 'across' | 'down'): number {
  const { cells, stride } = LIGHT;
  const [columns, rows] =
    direction === 'across' ? [cells - stride, cells] : [cells, cells - stride];
  const step = direction === 'across' ? stride : stride * cells;
  const rises: number[] = [];
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const cell = y * cells + x;
      const rise = Math.log(lights[cell + step] / lights[cell]);
      if (!Number.isNaN(rise)) rises.push(rise);
    }
  }
  const cut = rises.length >> 2;
  const middle = rises.toSorted((a, b) => a - b).slice(cut, rises.length - cut);
  return (meanOf(middle) * cells) / stride;
}

/** 0 of nothing. */
function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);
}

function rounded(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
