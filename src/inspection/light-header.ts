/**
 * What the header of a part file says of how light is corrected: all but the flat field, which it names by its size.
 *
 * @module
 */
import * as z from 'zod';
import type { LightChange, LightCorrection } from '../image/light.ts';
import type { Size } from '../image/rgb-image.ts';
import type { Part } from './part.ts';

/** What the header says of a correction of light. */
export interface LightHeader extends Omit<LightCorrection, 'flat'> {
  /** By its size: its pixels are an array. */
  readonly flat: Size | null;
}

/** The field of a header; none of a part that takes light as it is. */
export interface LightField {
  readonly light?: LightHeader | undefined;
}

const levels = z.array(z.number().min(0)).min(1);
const side = z.int().min(1);
const changeSchema: z.ZodType<LightChange> = z.discriminatedUnion('method', [
  z.object({ method: z.literal('none') }),
  z.object({
    method: z.enum(['grey-world', 'even']),
    target: z.object({
      levels: z.tuple([levels, levels, levels]),
      across: z.number(),
      down: z.number(),
    }),
  }),
  z.object({ method: z.literal('invariant'), alpha: z.number().min(0).max(1) }),
]);
const lightSchema: z.ZodType<LightHeader> = z.object({
  change: changeSchema,
  flat: z.object({ width: side, height: side }).nullable(),
});

/** How the field is checked. */
export const lightField: { readonly light: z.ZodType<LightHeader | undefined> } = {
  light: lightSchema.optional(),
};

/** The field of a part: parts that take light as it is say nothing of it, and keep their bytes. */
export function lightOf({ light }: Pick<Part, 'light'>): LightField {
  if (light === undefined) return {};
  const { change, flat } = light;
  return { light: { change, flat: flat && { width: flat.width, height: flat.height } } };
}
