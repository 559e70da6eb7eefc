import { ArgumentRangeError, UsageError } from '../errors.ts';
import {
  assertLookArea,
  type Corner,
  cornersOf,
  type LookArea,
  type Polygon,
} from '../image/look-area.ts';
import type { Mask, RgbImage, Size } from '../image/rgb-image.ts';
import { type Amount, areShares, readAmount } from './amounts.ts';
import type { Values } from './command.ts';

/** What of the pictures is looked at. */
export const lookOptions = {
  region: {
    type: 'string',
    value: 'SHAPE',
    help: 'look at this shape alone, cut out before resizing: "x,y,width,height" or corners "x1,y1 x2,y2 x3,y3 …"; in pixels, percent (10%), or shares if none is above 1',
  },
  'ignore-region': {
    type: 'list',
    value: 'SHAPE',
    help: 'do not look at this shape, written alike; may be given several times',
  },
  mask: {
    type: 'string',
    value: 'FILE',
    help: 'a picture of the same proportions that is white where to look and black where not',
  },
} as const;

/** Of pictures and masks, as they are needed. */
export interface LookReaders {
  /** Of the first good picture. */
  readonly size: () => Promise<Size>;
  readonly mask: (path: string) => Promise<RgbImage>;
}

/** How far proportions of a mask and a picture may differ: by rounding of the smaller one. */
const MOST_STRETCH = 0.02;
/** A channel from here on is white. */
const WHITE = 128;

/**
 * What of the pictures is looked at; undefined where that is all.
 *
 * @throws {@link UsageError} if a shape is none, or lies outside of the picture, or a mask is of another shape.
 */
export async function toLookArea(
  { region, 'ignore-region': ignored, mask }: Values<typeof lookOptions>,
  readers: LookReaders,
): Promise<LookArea | undefined> {
  if (region === undefined && ignored.length === 0 && mask === undefined) return undefined;
  const size = await readers.size();
  return {
    include: region === undefined ? null : toShape('region', region, size),
    ignore: ignored.map((text) => toShape('ignore-region', text, size)),
    mask: mask === undefined ? null : toMask(mask, await readers.mask(mask), size),
  };
}

/** A shape in shares of a picture's sides. */
function toShape(option: 'region' | 'ignore-region', text: string, size: Size): Polygon {
  const groups = readNumbers(option, text);
  const inShares = areShares(groups.flat());
  const toShare = ({ value, isPercent }: Amount, side: number): number => {
    if (isPercent) return value / 100;
    return inShares ? value : value / side;
  };
  const [x, y, width, height] = groups.flat().map((amount, k) => {
    return toShare(amount, k % 2 === 0 ? size.width : size.height);
  });
  const isRectangle = groups.length === 1;
  if (isRectangle && !(Number(width) > 0 && Number(height) > 0)) {
    throw noShape(option, text, 'a width and a height above 0');
  }
  const box = { x: Number(x), y: Number(y), width: Number(width), height: Number(height) };
  const corners = groups.map(([across, down]): Corner => {
    return [toShare(across ?? NOTHING, size.width), toShare(down ?? NOTHING, size.height)];
  });
  const shape = isRectangle ? cornersOf(box) : corners;
  assertWithin(option, text, shape, size);
  return shape.map(([left, top]) => [Math.min(left, 1), Math.min(top, 1)]);
}

/** Four numbers together, or two a corner. */
function readNumbers(option: 'region' | 'ignore-region', text: string): Amount[][] {
  const corners = text.trim().split(/\s+/);
  const groups = corners.map((corner) => corner.split(',').map(readAmount));
  const isRectangle = groups.length === 1 && groups[0]?.length === 4;
  const isPolygon = groups.length > 2 && groups.every((group) => group.length === 2);
  if ((!isRectangle && !isPolygon) || groups.flat().some(({ value }) => Number.isNaN(value))) {
    throw noShape(option, text, '"x,y,width,height" or three corners "x,y" or more');
  }
  return groups;
}

/** Rounding may bring a corner a little beyond the edge. */
function assertWithin(
  option: 'region' | 'ignore-region',
  text: string,
  shape: Polygon,
  { width, height }: Size,
): void {
  const cut = shape.map(([x, y]): Corner => [roundedDown(x), roundedDown(y)]);
  try {
    assertLookArea({ include: cut, ignore: [], mask: null });
  } catch (error) {
    if (!(error instanceof ArgumentRangeError)) throw error;
    throw noShape(option, text, `a shape within the picture of ${width} × ${height} pixels`);
  }
}

function roundedDown(share: number): number {
  return share > 1 && share < 1 + 1e-9 ? 1 : share;
}

/** Where there is no number. */
const NOTHING: Amount = { value: Number.NaN, isPercent: false };

function toMask(path: string, { data, width, height }: RgbImage, size: Size): Mask {
  const stretch = (width * size.height) / (height * size.width);
  if (Math.abs(Math.log(stretch)) > MOST_STRETCH) {
    throw new UsageError(
      `Cannot use --mask ${path}: it has ${width} × ${height} pixels: expected the proportions of the pictures, ${size.width} × ${size.height}`,
      'Draw the mask over one of the pictures.',
      { options: ['mask'] },
    );
  }
  const looked = Uint8Array.from({ length: width * height }, (_, i) => {
    const sum = data.subarray(3 * i, 3 * i + 3).reduce((all, channel) => all + channel, 0);
    return sum >= 3 * WHITE ? 1 : 0;
  });
  return { data: looked, width, height };
}

function noShape(option: string, text: string, expected: string): UsageError {
  return new UsageError(
    `Cannot use --${option} "${text}": expected ${expected}`,
    'Write it in pixels of the picture, in percent, or in shares from 0 to 1, such as "10%,10%,80%,80%".',
    { options: [option] },
  );
}

/** What of the pictures is looked at, in lines for a person; none where that is all. */
export function lookLines(
  { include, ignore, mask }: LookArea,
  picture: Size | undefined,
): string[] {
  return [
    ...(include === null ? [] : [shapeText(include, picture)]),
    ...ignore.map((shape) => `not ${shapeText(shape, picture)}`),
    ...(mask === null ? [] : [`a mask of ${mask.width} × ${mask.height} px`]),
  ];
}

/** Corners in pixels where the size of a picture is known, else in percent. */
function shapeText(shape: Polygon, picture: Size | undefined): string {
  const [across, down, unit] = picture ? [picture.width, picture.height, ' px'] : [100, 100, ' %'];
  const corners = shape.map(([x, y]) => `${rounded(x * across)},${rounded(y * down)}`);
  return `${corners.join(' ')}${unit}`;
}

function rounded(value: number): number {
  return Number(value.toFixed(1));
}
