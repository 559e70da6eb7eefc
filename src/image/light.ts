/**
 * Corrections of light, made before a network sees a picture (docs/light.md): what good pictures decide once,
 * and what is done to every picture after.
 *
 * @module
 */
import { ArgumentRangeError } from '../errors.ts';
import { assertProportions, divideByFlat, flatFieldOf } from './flat-field.ts';
import {
  alphaByEntropy,
  alphaOfPeaks,
  assertColoured,
  makeInvariant,
  type Peaks,
} from './light-invariant.ts';
import { balance, evenOut, type LightTarget, usualLight } from './light-measure.ts';
import { type FramedSquare, type LitSquare, litSquare, roundedSquare } from './lit-square.ts';
import type { RgbImage } from './rgb-image.ts';

/**
 * Ways to correct light. `grey-world`: the mean colour of each picture becomes that of the good ones; `even`: its
 * slope of light too; `invariant`: a picture of what no light changes.
 */
export type LightMethod = 'none' | 'grey-world' | 'even' | 'invariant';

/** All of them. */
export const lightMethods: readonly LightMethod[] = ['none', 'grey-world', 'even', 'invariant'];

/** What an enrolment is asked to do about light. */
export interface LightRequest {
  /** How light is corrected; `none` by default. */
  readonly method?: LightMethod;
  /** Of the camera, for `invariant`; by default α is estimated from the good pictures. */
  readonly peaks?: Peaks | undefined;
  /** The empty background as the camera sees it, of the proportions of the pictures, shape [H, W, 3]: every picture is divided by it first. */
  readonly flat?: RgbImage | undefined;
}

/** What is done to the light of a picture, with what good pictures decided. */
export type LightChange =
  | {
      /** Nothing but the flat field, if there is one. */
      readonly method: 'none';
    }
  | {
      /** Levels alone, or the slope of light across the picture too. */
      readonly method: 'grey-world' | 'even';
      /** The light that every picture is brought to. */
      readonly target: LightTarget;
    }
  | {
      /** Maddern's transform. */
      readonly method: 'invariant';
      /** Weight of blue, from 0 to 1. */
      readonly alpha: number;
    };

/** How light is corrected in the pictures of a part. */
export interface LightCorrection {
  /** What is done, behind the flat field. */
  readonly change: LightChange;
  /** What pictures are divided by, shape [64, 64, 3]; null for nothing. */
  readonly flat: RgbImage | null;
}

/**
 * Checks a request before the work that it is for, as far as it can be without pictures.
 *
 * @throws {@link ArgumentRangeError} if there is no such method, peaks belong to another, or either is out of range.
 * @throws {@link ShapeError} if the flat field does not hold its pixels.
 */
export function assertLightRequest({ method = 'none', peaks, flat }: LightRequest): void {
  if (!lightMethods.includes(method)) {
    throw new ArgumentRangeError('light', method, `one of ${lightMethods.join(', ')}`);
  }
  if (peaks !== undefined) {
    alphaOfPeaks(peaks);
    if (method !== 'invariant') {
      const expected = `no peaks, which ${method} does not go by, or the correction invariant`;
      throw new ArgumentRangeError('peaks', peaks.join(','), expected);
    }
  }
  if (flat !== undefined) flatFieldOf(flat);
}

/**
 * Finds out from good pictures what is to be done to all.
 *
 * @param pictures - In the square of the first model, at least one.
 * @returns Undefined where nothing is.
 * @throws {@link ArgumentRangeError} if the pictures are grey, or dark, and the picture without light is asked for, or the flat field has other proportions.
 */
export function fitLight(
  request: LightRequest,
  pictures: readonly FramedSquare[],
): LightCorrection | undefined {
  const { method = 'none', flat: background } = request;
  if (method === 'none' && background === undefined) return undefined;
  const flat = background === undefined ? null : flatFieldOf(background);
  const lit: LitSquare[] = [];
  for (const picture of pictures) {
    if (background !== undefined) assertProportions(background, picture.frame.picture);
    lit.push(flattened(picture, flat));
  }
  return { change: changeOf(request, lit), flat };
}

/**
 * A picture with its light corrected. What the frame adds, and what is not looked at, stays as it is.
 *
 * @returns In the same square, shape [S, S, 3].
 */
export function correctLight(picture: FramedSquare, { change, flat }: LightCorrection): RgbImage {
  const lit = flattened(picture, flat);
  if (change.method === 'invariant') makeInvariant(lit, change.alpha);
  else if (change.method !== 'none') {
    if (change.method === 'even') evenOut(lit, change.target);
    balance(lit, change.target);
  }
  return roundedSquare(lit, picture.square);
}

function changeOf(
  { method = 'none', peaks }: LightRequest,
  pictures: readonly LitSquare[],
): LightChange {
  if (method === 'none') return { method };
  if (method !== 'invariant') return { method, target: usualLight(pictures) };
  assertColoured(pictures);
  return { method, alpha: peaks ? alphaOfPeaks(peaks) : alphaByEntropy(pictures) };
}

function flattened(picture: FramedSquare, flat: RgbImage | null): LitSquare {
  const lit = litSquare(picture);
  if (flat !== null) divideByFlat(lit, flat);
  return lit;
}

/**
 * A correction for another part of the pictures, whose usual light is its own.
 *
 * @param pictures - Good ones that are corrected already, framed by what is to be looked at.
 */
export function correctionFor(
  light: LightCorrection,
  pictures: readonly FramedSquare[],
): LightCorrection {
  const { change, flat } = light;
  if (change.method === 'none' || change.method === 'invariant') return light;
  return { change: { ...change, target: usualLight(pictures.map(litSquare)) }, flat };
}
