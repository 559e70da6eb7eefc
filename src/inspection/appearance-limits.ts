/**
 * What a picture may look like beside good ones: their range, and a tolerance beyond it that shrinks as
 * they become more (docs/cannot-judge.md).
 *
 * @module
 */
import { APPEARANCE } from '../hyperparameters.ts';
import type { Size } from '../image/rgb-image.ts';
import type { Appearance } from './appearance.ts';
import type { ReasonCode } from './reason.ts';

/** Codes of the reasons that a picture's looks give. */
export type LooksCode = Exclude<
  ReasonCode,
  | 'small-defects'
  | 'regions-lost'
  | 'not-aligned'
  | 'turned'
  | 'displaced'
  | 'no-threshold'
  | 'score-not-a-number'
  | 'absent'
  | 'missing-piece'
  | 'no-objects'
  | 'object-missing'
  | 'object-surplus'
  | 'objects-overlap'
  | 'objects-touch'
  | 'other-kind'
>;

/** A measured value that lies beyond its limit. */
export interface Excess {
  /** What the value is of. */
  readonly code: LooksCode;
  /** The value of the picture. */
  readonly measured: number;
  /** What it may be at most, or at least. */
  readonly limit: number;
  /** The value of the good picture that comes nearest. */
  readonly good: number;
  /** Of which colour it is, where it is of one. */
  readonly colour?: 'red' | 'blue';
  /** The good picture that has fewest pixels, where it is of pixels. */
  readonly smallest?: Size;
}

/** A value of which the ratio to the good pictures' counts. */
interface RatioCheck {
  readonly code: LooksCode;
  readonly value: 'light' | 'contrast' | 'saturation' | 'sharpness' | 'grain' | 'flatGrain';
  readonly side: 'below' | 'above';
  readonly tolerance: keyof typeof APPEARANCE.ratios;
  /** Below it nothing is told apart. */
  readonly floor: number;
}

const RATIO_CHECKS: readonly RatioCheck[] = [
  { code: 'too-dark', value: 'light', side: 'below', tolerance: 'darker', floor: 0.01 },
  { code: 'too-bright', value: 'light', side: 'above', tolerance: 'brighter', floor: 0.01 },
  { code: 'low-contrast', value: 'contrast', side: 'below', tolerance: 'flatter', floor: 0.005 },
  { code: 'saturation', value: 'saturation', side: 'below', tolerance: 'paler', floor: 0.004 },
  { code: 'blurred', value: 'sharpness', side: 'below', tolerance: 'softer', floor: 0 },
];

/** Both must be beyond: a defect is no noise, though there is much detail in it. */
const GRAIN_CHECKS: readonly RatioCheck[] = (['grain', 'flatGrain'] as const).map((value) => {
  return { code: 'noisy', value, side: 'above', tolerance: 'grainier', floor: 0 };
});

/** Sides of a good picture that differ by no more than this share come from one frame. */
const SAME_SIDE = 0.02;

/**
 * What of a picture lies beyond the good ones.
 *
 * @param goods - At least one.
 */
export function excesses(picture: Appearance, goods: readonly Appearance[]): Excess[] {
  return [
    ...RATIO_CHECKS.map((check) => ratioExcess(check, picture, goods)),
    grainExcess(picture, goods),
    clippedExcess(picture, goods),
    colourExcess(picture, goods),
    aspectExcess(picture, goods),
  ].filter((excess) => excess !== undefined);
}

/**
 * Whether a picture has too few pixels: of one camera's frame, about half of those of the good pictures a
 * side; of crops, which vary, about half of what the model sees of the smallest.
 *
 * @param size - Side S of the model's square, pixels.
 */
export function pixelExcess(
  picture: Size,
  goods: readonly Size[],
  size: number,
): Excess | undefined {
  // A crop that is larger than the square is reduced to it.
  const most = areOneFrame(goods) ? Infinity : size;
  const side = ({ width, height }: Size): number =>
    Math.sqrt(Math.min(width, most) * Math.min(height, most));
  const [smallest] = goods.toSorted((a, b) => side(a) - side(b));
  const measured = side(picture);
  const good = side(smallest);
  const limit = good * APPEARANCE.pixels;
  return measured < limit ? { code: 'size', measured, limit, good, smallest } : undefined;
}

/** Good pictures of various sizes are crops. */
function areOneFrame(goods: readonly Size[]): boolean {
  const [first] = goods;
  return goods.every(
    ({ width, height }) =>
      Math.abs(width / first.width - 1) <= SAME_SIDE &&
      Math.abs(height / first.height - 1) <= SAME_SIDE,
  );
}

/** Beyond the range of good pictures by how much, of so many. */
function toleranceOf(
  { fixed, shared }: { readonly fixed: number; readonly shared: number },
  { length }: readonly unknown[],
): number {
  return fixed + shared / length;
}

function ratioExcess(
  { code, value, side, tolerance, floor }: RatioCheck,
  picture: Appearance,
  goods: readonly Appearance[],
): Excess | undefined {
  const measured = picture[value];
  const values = goods.map((good) => Math.max(good[value], floor));
  const factor = Math.exp(toleranceOf(APPEARANCE.ratios[tolerance], goods));
  const good = side === 'below' ? Math.min(...values) : Math.max(...values);
  const limit = side === 'below' ? good / factor : good * factor;
  const isBeyond = side === 'below' ? Math.max(measured, floor) < limit : measured > limit;
  return isBeyond ? { code, measured, limit, good } : undefined;
}

/** Of the two values the one that is less beyond its limit. */
function grainExcess(picture: Appearance, goods: readonly Appearance[]): Excess | undefined {
  const beyond = GRAIN_CHECKS.map((check) => ratioExcess(check, picture, goods));
  if (beyond.includes(undefined)) return undefined;
  const ratio = (excess: Excess): number => excess.measured / excess.limit;
  return beyond.filter((excess) => excess !== undefined).toSorted((a, b) => ratio(a) - ratio(b))[0];
}

function clippedExcess(
  { clipped: measured }: Appearance,
  goods: readonly Appearance[],
): Excess | undefined {
  const good = Math.max(...goods.map(({ clipped }) => clipped));
  const limit = good + toleranceOf(APPEARANCE.shares.clipped, goods);
  return measured > limit ? { code: 'overexposed', measured, limit, good } : undefined;
}

/** The shares of red and blue in the light: the one that lies farther beyond its limit. */
function colourExcess(picture: Appearance, goods: readonly Appearance[]): Excess | undefined {
  const tolerance = toleranceOf(APPEARANCE.shares.colour, goods);
  const beyond = (['red', 'blue'] as const).map((colour): Excess => {
    const measured = picture[colour];
    const values = goods.map((good) => good[colour]);
    const [least, most] = [Math.min(...values), Math.max(...values)];
    const isLow = least - measured > measured - most;
    const [good, limit] = isLow ? [least, least - tolerance] : [most, most + tolerance];
    return { code: 'colour-cast', measured, limit, good, colour };
  });
  const farther = beyond.toSorted((a, b) => distance(b) - distance(a))[0];
  return distance(farther) > tolerance ? farther : undefined;
}

/** From the nearest good picture, away from the others. */
function distance({ measured, limit, good }: Excess): number {
  return (measured - good) * Math.sign(limit - good);
}

/** Width over height; good pictures of various sizes are crops, whose aspect ratio says little. */
function aspectExcess(picture: Appearance, goods: readonly Appearance[]): Excess | undefined {
  const { frame, crops } = APPEARANCE.aspectRatio;
  const factor = Math.exp(toleranceOf(areOneFrame(goods) ? frame : crops, goods));
  const measured = picture.width / picture.height;
  const values = goods.map(({ width, height }) => width / height);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (measured < least / factor) {
    return { code: 'aspect-ratio', measured, limit: least / factor, good: least };
  }
  if (measured <= most * factor) return undefined;
  return { code: 'aspect-ratio', measured, limit: most * factor, good: most };
}
