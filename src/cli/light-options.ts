import { UsageError } from '../errors.ts';
import { lightMethods, type LightRequest } from '../image/light.ts';
import type { Peaks } from '../image/light-invariant.ts';
import type { RgbImage } from '../image/rgb-image.ts';
import type { Values } from './command.ts';

/** How the light of pictures is corrected. */
export const lightOptions = {
  light: {
    type: 'string',
    choices: lightMethods,
    default: 'none',
    help: 'forgive other light: grey-world brings the mean colour of each picture to that of the good ones, even its slope of light too; invariant makes pictures of what no light changes, of coloured parts',
  },
  peaks: {
    type: 'string',
    value: 'R,G,B',
    unset: 'α is estimated from the good pictures',
    help: "wavelengths in nm at which the camera's colours peak, for --light invariant",
  },
  flat: {
    type: 'string',
    value: 'FILE',
    help: 'a picture of the empty background, taken as the others are: each is divided by it, so that uneven light is even',
  },
} as const;

/**
 * What is to be done about light; undefined where nothing is.
 *
 * @param read - Reads a picture.
 * @throws {@link UsageError} if peaks are none.
 */
export async function toLightRequest(
  { light, peaks, flat }: Values<typeof lightOptions>,
  read: (path: string) => Promise<RgbImage>,
): Promise<LightRequest | undefined> {
  if (light === 'none' && peaks === undefined && flat === undefined) return undefined;
  return {
    method: light,
    ...(peaks !== undefined && { peaks: toPeaks(peaks) }),
    ...(flat !== undefined && { flat: await read(flat) }),
  };
}

function toPeaks(text: string): Peaks {
  const words = text.split(',');
  const [red = Number.NaN, green = Number.NaN, blue = Number.NaN] = words.map((word) =>
    word.trim() === '' ? Number.NaN : Number(word),
  );
  if (words.length === 3 && [red, green, blue].every(Number.isFinite)) return [red, green, blue];
  throw new UsageError(
    `Cannot use --peaks "${text}": expected three wavelengths in nm, of red, green and blue`,
    'Take them from the data sheet of the camera, such as --peaks 620,540,470.',
    { options: ['peaks'] },
  );
}
