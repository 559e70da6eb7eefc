/**
 * What lies beyond the limits of a picture's looks, told to a person: what, by how much, what to do.
 *
 * @module
 */
import type { Size } from '../image/rgb-image.ts';
import type { Excess, LooksCode } from './appearance-limits.ts';
import type { Reason } from './reason.ts';

/** A picture that is good all the same widens the limits. */
const CONFIRM = 'If good parts may look like that, confirm the picture as a good one.';

const REMEDIES: Readonly<Record<LooksCode, string>> = {
  size: 'Send the picture at the resolution of the good pictures.',
  'aspect-ratio':
    'Send the picture with the frame, the crop and the orientation of the good pictures.',
  'too-dark': `Check lamp, shutter and exposure, and that nothing covers the lens. ${CONFIRM}`,
  'too-bright': `Check exposure and gain, and keep other light out. ${CONFIRM}`,
  overexposed: `Shorten the exposure, lower the gain, or turn the lamp down. ${CONFIRM}`,
  'low-contrast': `Check that a part lies in the picture, that the lens is clear and the light is as usual. ${CONFIRM}`,
  negative: 'Switch off what inverts the picture: light must be light, as in the good pictures.',
  'channel-order':
    'Set the order of the colour channels (RGB or BGR), or the white balance, as it was for the good pictures.',
  'colour-cast': `Check white balance and lamp, and that it is the right part. ${CONFIRM}`,
  saturation: `Check that the camera sends colours as it did for the good pictures. ${CONFIRM}`,
  blurred: `Focus the camera, clean the lens, and let the part come to rest. ${CONFIRM}`,
  noisy: `Lower the gain and give more light instead. ${CONFIRM}`,
};

/**
 * The reason that an excess is.
 *
 * @param picture - The picture's size.
 * @param goods - Number of good pictures behind the limit.
 */
export function reasonOf(excess: Excess, picture: Size, goods: number): Reason {
  const { code, measured, limit, good, colour } = excess;
  const numbers = { measured, limit, good, goodPictures: goods };
  return {
    code,
    message: MESSAGES[code](excess, picture),
    remedy: REMEDIES[code],
    facts: colour === undefined ? numbers : { colour, ...numbers },
  };
}

type Message = (excess: Excess, picture: Size) => string;

/** What is wrong, and by how much. */
const MESSAGES: Readonly<Record<LooksCode, Message>> = {
  size: ({ measured, limit, good }, picture) =>
    `it is ${extent(picture)}, ${times(good / measured)} times fewer a side than the model sees of the ` +
    `smallest good picture: expected at most ${times(good / limit)} times`,
  'aspect-ratio': ({ measured, limit, good }, picture) =>
    `it is ${extent(picture)}, ${measured.toFixed(2)} times as wide as high, and the good picture that ` +
    `comes nearest ${good.toFixed(2)} times: ${expected(measured, limit, limit.toFixed(2))} times`,
  'too-dark': ({ measured, limit, good }) =>
    `it is ${isNone(measured) ? 'black' : `${times(good / measured)} times darker than the darkest good picture`}: ` +
    `mean light ${of255(measured)} of 255, expected at least ${of255(limit)}`,
  'too-bright': ({ measured, limit, good }) =>
    `it is ${times(measured / good)} times brighter than the brightest good picture: ` +
    `mean light ${of255(measured)} of 255, expected at most ${of255(limit)}`,
  overexposed: ({ measured, limit, good }) =>
    `${percent(measured)} of its pixels are at the end of the scale, ${percent(good)} of those of the most ` +
    `exposed good picture: expected at most ${percent(limit)}`,
  'low-contrast': ({ measured, limit, good }) =>
    `it ${isNone(measured) ? 'is one flat tone' : `has ${times(good / measured)} times less contrast than the flattest good picture`}: ` +
    `its lightness spreads by ${of255(measured)} of 255, expected at least ${of255(limit)}`,
  negative: ({ measured, limit }) =>
    `its lightness is ${times(measured)} times nearer to the negatives of the good pictures than to the ` +
    `good pictures: expected at most ${times(limit)} times`,
  'channel-order': ({ measured, limit }) =>
    `${percent(measured)} of it has the colours of the good pictures with red and blue exchanged: ` +
    `expected at most ${percent(limit)}`,
  'colour-cast': ({ measured, limit, good, colour }) =>
    `${colour} makes up ${percent(measured)} of its light, ${percent(good)} in the good picture that comes ` +
    `nearest: ${expected(measured, limit, percent(limit))}`,
  saturation: ({ measured, limit, good }) =>
    isNone(measured)
      ? 'it has no colours: expected some, as the good pictures'
      : `its colours are ${times(good / measured)} times paler than those of the palest good picture: ` +
        `expected at most ${times(good / limit)} times`,
  blurred: ({ measured, limit, good }) =>
    `its edges are ${times(good / measured)} times as wide as those of the softest good picture: ` +
    `expected at most ${times(good / limit)} times`,
  noisy: ({ measured, limit, good }) =>
    `it is ${times(measured / good)} times as grainy as the grainiest good picture: ` +
    `expected at most ${times(limit / good)} times`,
};

function expected(measured: number, limit: number, text: string): string {
  return `expected at ${measured > limit ? 'most' : 'least'} ${text}`;
}

function extent({ width, height }: Size): string {
  return `${width} × ${height} pixels`;
}

/** Nothing that a byte could tell. */
function isNone(value: number): boolean {
  return value * 255 < 0.5;
}

/** Two significant digits, and more where 1 decides. */
function times(ratio: number): string {
  return ratio >= 10 ? String(Math.round(ratio)) : ratio.toFixed(ratio < 2 ? 2 : 1);
}

function of255(share: number): string {
  return shortened(share * 255);
}

function percent(share: number): string {
  return `${shortened(share * 100)} %`;
}

/** One decimal below 10, where it says something. */
function shortened(value: number): string {
  return value < 10 && value >= 0.05 ? value.toFixed(1) : String(Math.round(value));
}
