/**
 * What lies beyond the limits of a picture's looks, told to a person: what, by how much, what to do.
 *
 * @module
 */
import { apart } from '../apart.ts';
import type { Size } from '../image/rgb-image.ts';
import type { Appearance } from './appearance.ts';
import type { Excess, LooksCode } from './appearance-limits.ts';
import type { Reason } from './reason.ts';

/** A picture that is good all the same widens the limits. */
const CONFIRM = 'If good parts may look like that, confirm the picture as a good one.';

const REMEDIES: Readonly<Record<LooksCode, string>> = {
  size: 'Send the picture at the resolution of the good pictures.',
  'aspect-ratio':
    'Send the picture with the frame, the crop and the orientation of the good pictures.',
  'too-dark': `Check lamp, shutter and exposure, that nothing covers the lens, and that the camera is at its distance. ${CONFIRM}`,
  'too-bright': `Check exposure and gain, keep other light out, and check that the camera is at its distance. ${CONFIRM}`,
  overexposed: `Shorten the exposure, lower the gain, or turn the lamp down. ${CONFIRM}`,
  'low-contrast': `Check that a part lies in the picture, that the lens is clear and the light is as usual. ${CONFIRM}`,
  negative: 'Switch off what inverts the picture: light must be light, as in the good pictures.',
  'channel-order':
    'Set the order of the colour channels (RGB or BGR) as it was for the good pictures.',
  'colour-cast': `Check white balance, lamp and the order of the colour channels (RGB or BGR), that nothing inverts the picture, and that it is the right part. ${CONFIRM}`,
  saturation: `Check that the camera sends colours as it did for the good pictures. ${CONFIRM}`,
  blurred: `Focus the camera, clean the lens, let the part come to rest, and send the picture at the resolution of the good pictures. ${CONFIRM}`,
  noisy: `Lower the gain and give more light instead. ${CONFIRM}`,
};

/** What of a picture its reasons tell. */
type ToldPicture = Size & Pick<Appearance, 'light' | 'contrast'>;

/**
 * The reason that an excess is.
 *
 * @param picture - The picture's size, light and contrast.
 * @param goods - Number of good pictures behind the limit.
 */
export function reasonOf(excess: Excess, picture: ToldPicture, goods: number): Reason {
  const { code, measured, limit, good, colour } = excess;
  const numbers = { measured, limit, good, goodPictures: goods };
  return {
    code,
    message: MESSAGES[code](excess, picture),
    remedy: REMEDIES[code],
    facts: colour === undefined ? numbers : { colour, ...numbers },
  };
}

type Message = (excess: Excess, picture: ToldPicture) => string;

/** What is wrong, and by how much. */
const MESSAGES: Readonly<Record<LooksCode, Message>> = {
  size: sizeMessage,
  'aspect-ratio': ({ measured, limit, good }, picture) => {
    const [own, usual] = apart(measured, good, (ratio) => ratio.toFixed(2));
    const tolerance = percent(Math.max(limit / good, good / limit) - 1);
    return `it is ${extent(picture)}, ${own} : 1; good pictures are ${usual} : 1 (up to ${tolerance} off is allowed)`;
  },
  'too-dark': ({ measured, limit, good }) => {
    const [own, least] = apart(measured, limit, of255);
    const what = isNone(measured)
      ? 'black'
      : `${times(good / measured)} times darker than the darkest good picture`;
    return `it is ${what}: mean light ${own} of 255, expected at least ${least}`;
  },
  'too-bright': ({ measured, limit, good }) => {
    const [own, most] = apart(measured, limit, of255);
    return `it is ${times(measured / good)} times brighter than the brightest good picture: mean light ${own} of 255, expected at most ${most}`;
  },
  overexposed: ({ measured, limit, good }, { light }) => {
    const [own, most] = apart(measured, limit, percent);
    const what = isNone(1 - light) ? 'it is white: ' : '';
    return (
      `${what}${own} of its pixels are fully white or have a colour at its end (255), ${percent(good)} of those of ` +
      `the most exposed good picture: expected at most ${most}`
    );
  },
  'low-contrast': ({ measured, limit, good }) => {
    const [own, least] = apart(measured, limit, of255);
    const what = isNone(measured)
      ? 'is one flat tone'
      : `has ${times(good / measured)} times less contrast than the flattest good picture`;
    return `it ${what}: its lightness spreads by ${own} of 255, expected at least ${least}`;
  },
  negative: ({ measured, limit }) => {
    const [own, most] = apart(measured, limit, times);
    return `light and dark are exchanged: it is ${own} times nearer to the inverted good pictures than to the good pictures (allowed ${most})`;
  },
  'channel-order': ({ measured, limit }) => {
    const [own, most] = apart(measured, limit, percent);
    return `${own} of it has the colours of the good pictures with red and blue exchanged: expected at most ${most}`;
  },
  'colour-cast': castMessage,
  saturation: ({ measured, limit, good }) => {
    const [own, least] = apart(measured, limit, of255);
    const what = isNone(measured)
      ? 'it has no colours'
      : `its colours are ${times(good / measured)} times paler than those of the palest good picture`;
    return `${what}: they stand out from grey by ${own} of 255, by ${of255(good)} in the palest good picture: expected at least ${least}`;
  },
  blurred: ({ measured, limit, good }) => {
    const [own, most] = apart(good / measured, good / limit, times);
    return `its edges are ${own} times as wide as those of the softest good picture: expected at most ${most} times`;
  },
  noisy: ({ measured, limit, good }, { contrast }) => {
    const [own, most] = apart(measured / good, limit / good, times);
    // The values are relative to the contrast.
    const [step, largest] = apart(measured * contrast, limit * contrast, of255);
    return (
      `it is ${own} times as grainy as the grainiest good picture (allowed ${most} times): where it is even, ` +
      `its lightness changes by ${step} of 255 a pixel, expected at most ${largest}`
    );
  },
};

function sizeMessage({ measured, limit, smallest }: Excess, picture: ToldPicture): string {
  const needed = limit / measured;
  const least = extent({
    width: Math.ceil(picture.width * needed),
    height: Math.ceil(picture.height * needed),
  });
  const usual = smallest === undefined ? '' : `; good ones have ${extent(smallest)}`;
  return `it is ${extent(picture)}${usual}: expected at least ${least}`;
}

function castMessage({ measured, limit, good, colour }: Excess): string {
  const [own, bound] = apart(measured, limit, percent);
  if (colour === undefined) {
    return (
      `its colours are others all over, as if the light were of another colour, or red and blue exchanged: ` +
      `in ${own} of the picture, expected at most ${bound}`
    );
  }
  return (
    `${colour} makes up ${own} of its light, ${percent(good)} in the good picture that comes nearest: ` +
    `expected at ${measured > limit ? 'most' : 'least'} ${bound}`
  );
}

function extent({ width, height }: Size): string {
  return `${width} × ${height} pixels`;
}

/** Nothing that a byte could tell. */
function isNone(value: number): boolean {
  return value * 255 < 0.5;
}

/** Two significant digits, and more where 1 decides. */
function times(ratio: number, more = 0): string {
  return ratio.toFixed((ratio >= 10 ? 0 : ratio < 2 ? 2 : 1) + more);
}

function of255(share: number, more = 0): string {
  return shortened(share * 255, more);
}

function percent(share: number, more = 0): string {
  return `${shortened(share * 100, more)} %`;
}

/** One decimal below 10, where it says something. */
function shortened(value: number, more = 0): string {
  return value.toFixed((value < 10 && value >= 0.05 ? 1 : 0) + more);
}
