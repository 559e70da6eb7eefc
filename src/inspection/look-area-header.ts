/**
 * What the header of a part file says of what is looked at: shapes in words, a mask by its size.
 *
 * @module
 */
import * as z from 'zod';
import type { LookArea } from '../image/look-area.ts';
import type { Size } from '../image/rgb-image.ts';
import type { Part } from './part.ts';

/** What the header says of what is looked at. */
export interface LookAreaHeader extends Omit<LookArea, 'mask'> {
  /** By its size: its bits are an array. */
  readonly mask: Size | null;
}

const share = z.number().min(0).max(1);
const polygon = z.array(z.tuple([share, share])).min(3);
const side = z.int().min(1);

/** The field of a header; none of a part that looks at whole pictures. */
export interface LookAreaField {
  readonly lookArea?: LookAreaHeader | undefined;
}

const lookAreaSchema: z.ZodType<LookAreaHeader> = z.object({
  include: polygon.nullable(),
  ignore: z.array(polygon),
  mask: z.object({ width: side, height: side }).nullable(),
});

/** How the field is checked. */
export const lookAreaField: { readonly lookArea: z.ZodType<LookAreaHeader | undefined> } = {
  lookArea: lookAreaSchema.optional(),
};

/** The field of a part: parts that look at whole pictures say nothing of it, and keep their bytes. */
export function lookAreaOf({ lookArea }: Pick<Part, 'lookArea'>): LookAreaField {
  if (lookArea === undefined) return {};
  const { include, ignore, mask } = lookArea;
  const size = mask && { width: mask.width, height: mask.height };
  return { lookArea: { include, ignore, mask: size } };
}
