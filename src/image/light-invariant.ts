/**
 * A picture that does not depend on the light: Maddern et al., "Illumination Invariant Imaging" (2014), eq. 3,
 * I = 0.5 + log G − α log B − (1 − α) log R, whose weights cancel whatever multiplies all three channels.
 *
 * @module
 */
import { ArgumentRangeError } from '../errors.ts';
import { LIGHT } from '../hyperparameters.ts';
import { forEachShown, type LitSquare } from './lit-square.ts';

/** Wavelengths at which red, green and blue of a camera peak, nanometres. */
export type Peaks = readonly [red: number, green: number, blue: number];

/** A channel from here on is at the end of its scale; its ratio to others says nothing. */
const CLIPPED = 254;
/** Pixels of a picture that an estimate looks at, at most. */
const SAMPLES = 20_000;
/** Fewer tell nothing. */
const LEAST_SAMPLES = 100;
/** Share of the values at each end that the width of a histogram's bins does not follow (Finlayson 2004, 3). */
const TAIL = 0.05;

/**
 * α of a camera: 1/λ(G) = α/λ(B) + (1 − α)/λ(R) (Maddern 2014, eq. 4).
 *
 * @throws {@link ArgumentRangeError} if they are not in order, or no light that a camera sees.
 */
export function alphaOfPeaks(peaks: Peaks): number {
  const [red, green, blue] = peaks;
  const areReal = peaks.every((peak) => peak >= LIGHT.peaks.least && peak <= LIGHT.peaks.most);
  if (!areReal || !(red > green && green > blue)) {
    const { least, most } = LIGHT.peaks;
    const expected = `wavelengths of red, green and blue from ${most} down to ${least} nm, each below the one before`;
    throw new ArgumentRangeError('peaks', peaks.join(','), expected);
  }
  return (blue * (red - green)) / (green * (red - blue));
}

/**
 * α by itself: under which the pictures have the fewest different values, measured as the entropy of their
 * histogram (Finlayson, Drew, Lu: "Intrinsic Images by Entropy Minimization", 2004). It finds the light only
 * where the pictures show some of it: shadows, slopes, several lamps.
 *
 * @param pictures - Good ones.
 * @throws {@link ArgumentRangeError} if hardly a pixel of them is neither dark nor clipped.
 */
export function alphaByEntropy(pictures: readonly LitSquare[]): number {
  const ratios = pictures.map(logRatios);
  const greens = Float64Array.from(ratios.flatMap(({ green }) => green));
  const blues = Float64Array.from(ratios.flatMap(({ blue }) => blue));
  if (greens.length < LEAST_SAMPLES) {
    const found = `invariant for pictures of which ${greens.length} sampled pixels are neither dark nor clipped`;
    throw new ArgumentRangeError('light', found, `${LEAST_SAMPLES} or more, or another correction`);
  }
  let best = { alpha: 0, entropy: Infinity };
  for (let step = 0; step <= LIGHT.alphaSteps; step++) {
    const alpha = step / LIGHT.alphaSteps;
    const entropy = entropyOf(greens.map((green, i) => green - alpha * blues[i]));
    if (entropy < best.entropy) best = { alpha, entropy };
  }
  return best.alpha;
}

/**
 * Makes the picture one that does not depend on the light, in all three channels: 0 is −0.5, 255 is 0.5 about
 * the grey of ratios that cancel. Levels below {@link LIGHT}.darkest are taken for it.
 *
 * @param lit - Its levels change.
 */
export function makeInvariant({ levels, frame }: LitSquare, alpha: number): void {
  forEachShown(frame, (pixel) => {
    const at = 3 * pixel;
    const [red, green, blue] = [logOf(levels[at]), logOf(levels[at + 1]), logOf(levels[at + 2])];
    levels.fill(255 * (0.5 + green - alpha * blue - (1 - alpha) * red), at, at + 3);
  });
}

/**
 * Checks that pictures have colours: of grey ones nothing would be left.
 *
 * @throws {@link ArgumentRangeError} if their channels are the same, or nearly.
 */
export function assertColoured(pictures: readonly LitSquare[]): void {
  let [chroma, pixels] = [0, 0];
  for (const { levels, frame } of pictures) {
    forEachShown(frame, (pixel) => {
      const channels = levels.subarray(3 * pixel, 3 * pixel + 3);
      chroma += Math.max(...channels) - Math.min(...channels);
      pixels++;
    });
  }
  if (chroma >= LIGHT.leastColour * pixels) return;
  const found = 'invariant for grey pictures, of which it leaves nothing';
  throw new ArgumentRangeError('light', found, 'pictures in colour, or another correction');
}

/** log G − log R and log B − log R of some pixels, those that are neither dark nor clipped. */
function logRatios({ levels, frame }: LitSquare): {
  readonly green: readonly number[];
  readonly blue: readonly number[];
} {
  const step = Math.ceil((frame.content.width * frame.content.height) / SAMPLES);
  const [green, blue]: [number[], number[]] = [[], []];
  let shown = 0;
  forEachShown(frame, (pixel) => {
    if (shown++ % step !== 0) return;
    const [r, g, b] = levels.subarray(3 * pixel, 3 * pixel + 3);
    if (Math.min(r, g, b) < LIGHT.darkest || Math.max(r, g, b) >= CLIPPED) return;
    green.push(Math.log(g / r));
    blue.push(Math.log(b / r));
  });
  return { green, blue };
}

/** Entropy of values in bins as wide as Scott's rule has them, bits; 0 where all are one. */
function entropyOf(values: Float64Array): number {
  const sorted = values.toSorted();
  const tail = Math.floor(TAIL * sorted.length);
  const width = binWidth(sorted.subarray(tail, sorted.length - tail));
  if (!(width > 0)) return 0;
  const counts = new Map<number, number>();
  for (const value of sorted) {
    const bin = Math.floor((value - sorted[0]) / width);
    counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  let entropy = 0;
  for (const count of counts.values()) {
    const share = count / sorted.length;
    entropy -= share * Math.log2(share);
  }
  return entropy;
}

/** 3.5 standard deviations over the cube root of how many there are (Scott 1979). */
function binWidth(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return (3.5 * Math.sqrt(squares / values.length)) / Math.cbrt(values.length);
}

function logOf(level: number): number {
  return Math.log(Math.max(level, LIGHT.darkest));
}
