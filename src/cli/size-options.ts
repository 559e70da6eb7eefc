import { UsageError } from '../errors.ts';
import type { Size } from '../image/rgb-image.ts';
import type { Area, Sizing, SizingOptions } from '../inspection/defect-size.ts';
import { areaText, lengthText } from '../inspection/sizing.ts';
import { areShares, readAmount } from './amounts.ts';
import type { Values } from './command.ts';

/** The least area that fails a picture. */
export const minAreaOption = {
  'min-area': {
    type: 'string',
    value: 'AREA',
    help: 'regions smaller than this fail no picture by themselves: "120px2" or, with a scale, "0.5mm2"; "none" for any size',
  },
} as const;

/** How large defects are. */
export const scaleOptions = {
  scale: {
    type: 'number',
    value: 'PX_PER_MM',
    help: 'pixels of the first good picture a millimetre: sizes of defects are then told in mm',
  },
  'scale-from': {
    type: 'string',
    value: 'DISTANCE',
    help: 'the same by a known distance, "x1,y1 x2,y2=MM"; corners in pixels, percent (10%), or shares if none is above 1',
  },
  ...minAreaOption,
} as const;

/**
 * What is said of sizes; a field is not there where nothing is.
 *
 * @param size - Of the first good picture; asked for where a distance is in percent or shares.
 * @throws {@link UsageError} if a value is none, or two options say the scale.
 */
export async function toSizing(
  { scale, 'scale-from': distance, 'min-area': area }: Partial<Values<typeof scaleOptions>>,
  size: () => Promise<Size>,
): Promise<Partial<SizingOptions>> {
  if (scale !== undefined && distance !== undefined) {
    throw new UsageError(
      'Cannot use --scale beside --scale-from: they are one scale',
      'Pass one of them.',
      { options: ['scale', 'scaleFrom'] },
    );
  }
  const measured = distance === undefined ? scale : await scaleOf(distance, size);
  if (measured !== undefined && !(measured > 0 && Number.isFinite(measured))) {
    throw new UsageError(
      `Cannot use --scale ${measured}: expected a number above 0`,
      'Pass how many pixels of a good picture one millimetre has.',
      { options: ['scale'] },
    );
  }
  return {
    ...(measured !== undefined && { pixelsPerMillimetre: measured }),
    ...(area !== undefined && { minArea: toArea(area) }),
  };
}

async function scaleOf(text: string, size: () => Promise<Size>): Promise<number> {
  const [places = '', length = '', ...more] = text.split('=');
  const corners = places
    .trim()
    .split(/[\s,]+/)
    .map(readAmount);
  const millimetres = readAmount(length.trim().replace(/\s*mm$/, ''));
  const isDistance = corners.length === 4 && more.length === 0 && !millimetres.isPercent;
  const hasNumbers = corners.every(({ value }) => Number.isFinite(value)) && millimetres.value > 0;
  if (!isDistance || !hasNumbers)
    throw noDistance(text, '"x1,y1 x2,y2=MM", such as "80,60 880,60=50"');
  const inShares = areShares(corners);
  const isOfSize = inShares || corners.some(({ isPercent }) => isPercent);
  const { width, height } = isOfSize ? await size() : { width: 1, height: 1 };
  const [x1, y1, x2, y2] = corners.map(({ value, isPercent }, k) => {
    const side = k % 2 === 0 ? width : height;
    return isPercent ? (value / 100) * side : inShares ? value * side : value;
  });
  const pixels = Math.hypot(Number(x2) - Number(x1), Number(y2) - Number(y1));
  if (!(pixels > 0)) throw noDistance(text, 'two places that differ');
  return pixels / millimetres.value;
}

function noDistance(text: string, expected: string): UsageError {
  return new UsageError(
    `Cannot use --scale-from "${text}": expected ${expected}`,
    'Measure two places of a good picture whose distance is known.',
    { options: ['scaleFrom'] },
  );
}

/**
 * The least area that fails a picture; null for any.
 *
 * @throws {@link UsageError} if the text is none.
 */
export function toArea(text: string): Area | null {
  if (text === 'none') return null;
  const [, digits = '', unit] = /^(.*?)\s*(px|mm)(?:2|²|\^2)?$/.exec(text.trim()) ?? [];
  const value = digits === '' ? Number.NaN : Number(digits);
  if ((unit === 'px' || unit === 'mm') && value > 0 && Number.isFinite(value))
    return { value, unit };
  throw new UsageError(
    `Cannot use --min-area "${text}": expected an area above 0 with its unit, px2 or mm2, or none`,
    'Write it such as "120px2", or "0.5mm2" where the part has a scale.',
    { options: ['minArea'] },
  );
}

/** What a part says of sizes, in lines for a person; none where it says nothing. */
export function sizeLines(sizing: Sizing | undefined): string[] {
  if (sizing === undefined) return [];
  const { pixelsPerMillimetre, minArea, picture } = sizing;
  const of = picture === null ? '' : ` in pictures of ${picture.width} × ${picture.height} px`;
  return [
    ...(pixelsPerMillimetre === null ? [] : [`${lengthText(pixelsPerMillimetre)} px a mm${of}`]),
    ...(minArea === null ? [] : [`what is smaller than ${areaText(minArea)} fails no picture`]),
  ];
}
