/**
 * What the header of a part file says of several objects in a picture.
 *
 * @module
 */
import * as z from 'zod';
import { MOST_OBJECTS, type ObjectLayout } from '../objects/layout.ts';

const share = z.number().min(0).max(1);
const count = z.int().min(1).max(MOST_OBJECTS);
const positive = z.number().positive();
const area = z
  .object({ x: share, y: share, width: share.positive(), height: share.positive() })
  .nullable();

const picture = z.object({ width: z.int().min(1), height: z.int().min(1) });

const placeSchema = z.object({
  name: z.string().min(1),
  kind: z.int().min(0).max(MOST_OBJECTS),
  box: z.object({ x: share, y: share, width: share.positive(), height: share.positive() }),
});

const layoutSchema: z.ZodType<ObjectLayout> = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('grid'), picture, area, columns: count, rows: count }),
  z.object({
    kind: z.literal('free'),
    picture,
    area,
    count: count.nullable(),
    threshold: positive,
    gap: share,
    sizes: z.object({ smallest: positive, usual: positive, largest: positive }),
    // A square about an object that fills the picture is wider than it.
    side: positive.max(2),
  }),
  z.object({
    kind: z.literal('places'),
    picture,
    area: z.null(),
    kinds: z.array(z.string().min(1)).min(1),
    places: z.array(placeSchema).min(1).max(MOST_OBJECTS),
    hasRest: z.boolean(),
  }),
]);

/** How the field is checked; parts of one object a picture do not have it. */
export const layoutField: { readonly layout: z.ZodType<ObjectLayout | undefined> } = {
  layout: layoutSchema.optional(),
};
