/**
 * How large defects are: in millimetres, and against the least area that fails a picture. Both are said
 * of the good pictures; a picture at another resolution is taken for the same view, as look areas take it.
 *
 * @module
 */
import * as z from 'zod';
import { ArgumentRangeError } from '../errors.ts';
import type { Size } from '../image/rgb-image.ts';
import type { Area, Extent, Sizing, SizingOptions } from './defect-size.ts';
import type { Region } from './inspection.ts';
import type { Part } from './part.ts';

const above = z.number().positive();
const sizingSchema: z.ZodType<Sizing> = z.object({
  pixelsPerMillimetre: above.nullable(),
  minArea: z.object({ value: above, unit: z.enum(['px', 'mm']) }).nullable(),
  picture: z.object({ width: z.int().min(1), height: z.int().min(1) }).nullable(),
});

/** How the field of a header is checked; parts of which nobody said anything have none. */
export const sizingField: { readonly sizing: z.ZodType<Sizing | undefined> } = {
  sizing: sizingSchema.optional(),
};

/**
 * Checks what is said of sizes before the work that it is for.
 *
 * @throws {@link ArgumentRangeError} if a number is not above 0, or millimetres are meant without a scale.
 */
export function assertSizing({ pixelsPerMillimetre, minArea }: SizingOptions): void {
  if (pixelsPerMillimetre !== null && !isAboveZero(pixelsPerMillimetre)) {
    throw new ArgumentRangeError('pixelsPerMillimetre', pixelsPerMillimetre, EXPECTED);
  }
  if (minArea === null) return;
  if (!isAboveZero(minArea.value)) throw new ArgumentRangeError('minArea', minArea.value, EXPECTED);
  if (minArea.unit === 'mm' && pixelsPerMillimetre === null) {
    const expected = 'pixels, or a scale in pixels a millimetre beside it';
    throw new ArgumentRangeError('minArea', areaText(minArea), expected);
  }
}

const EXPECTED = 'a number above 0';

function isAboveZero(value: number): boolean {
  return Number.isFinite(value) && value > 0;
}

/**
 * The part, all kinds of it, with other sizes: no score changes by them, so nothing is learned again.
 *
 * @param change - What is said anew; the rest stays.
 * @throws {@link ArgumentRangeError} if a number is not above 0, or millimetres are meant without a scale.
 */
export function withSizing(part: Part, change: Partial<SizingOptions>): Part {
  const { kinds, ...own } = part;
  const changed = sized(own, change);
  return kinds ? { ...changed, kinds: kinds.map((kind) => sized(kind, change)) } : changed;
}

function sized(part: Part, change: Partial<SizingOptions>): Part {
  const { sizing, ...rest } = part;
  const { pixelsPerMillimetre = null, minArea = null } = { ...sizing, ...change };
  assertSizing({ pixelsPerMillimetre, minArea });
  if (pixelsPerMillimetre === null && minArea === null) return rest;
  const first = part.support[0]?.appearance;
  const picture = first ? { width: first.width, height: first.height } : null;
  return { ...rest, sizing: { pixelsPerMillimetre, minArea, picture } };
}

/**
 * The regions with their sizes in millimetres, and which of them are too small to fail a picture.
 *
 * @param picture - The one that they are of.
 */
export function sizedRegions(
  regions: readonly Region[],
  sizing: Sizing | undefined,
  picture: Size,
): Region[] {
  if (sizing === undefined) return [...regions];
  const { pixelsPerMillimetre, minArea } = sizing;
  return regions.map((region) => {
    const isSmall =
      minArea !== null && extentIn(minArea.unit, region, sizing, picture).area < minArea.value;
    return {
      ...region,
      ...(pixelsPerMillimetre !== null && { millimetres: extentIn('mm', region, sizing, picture) }),
      ...(isSmall && { small: true }),
    };
  });
}

/**
 * How large a region is.
 *
 * @param unit - Pixels are those of the good picture; millimetres need a scale.
 * @param picture - The one that the region is of.
 */
export function extentIn(
  unit: Area['unit'],
  { width, height, area }: Extent,
  { pixelsPerMillimetre, picture: good }: Sizing,
  picture: Size,
): Extent {
  const units = unit === 'px' ? 1 : (pixelsPerMillimetre ?? NaN);
  const across = (good ?? picture).width / picture.width / units;
  const down = (good ?? picture).height / picture.height / units;
  return { width: width * across, height: height * down, area: area * across * down };
}

/** `0.5 mm²`, `120 px²`. */
export function areaText({ value, unit }: Area): string {
  return `${lengthText(value)} ${unit}²`;
}

/** A length or an area in millimetres: three significant digits, and whole numbers whole. */
export function lengthText(value: number): string {
  return String(value >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
}
