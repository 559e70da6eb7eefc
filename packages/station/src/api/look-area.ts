import { z } from 'zod';

/** Most shapes, and corners of one: more, nobody draws. */
const MOST = 200;

const cornerSchema = z
  .tuple([z.number(), z.number()])
  .describe("shares of the picture's width and height, from 0 to 1");
const shapeSchema = z.array(cornerSchema).max(MOST).describe('its corners, at least three');
const include = shapeSchema
  .nullable()
  .describe('the shape that is looked at, cut out before resizing; null: the whole picture');
const ignore = z.array(shapeSchema).max(MOST).describe('shapes that are not looked at');

/** Where to look in pictures of a part. Whether shapes are such is for the library to say. */
export const lookAreaSchema = z
  .strictObject({ include: include.default(null), ignore: ignore.default([]) })
  .meta({ id: 'LookArea' });
export type StationLookArea = z.infer<typeof lookAreaSchema>;

/** Where a version looks. */
export const learnedLookAreaSchema = z
  .strictObject({
    include,
    ignore,
    mask: z
      .strictObject({ width: z.int(), height: z.int() })
      .nullable()
      .describe('pixels of the picture that says where to look, of a part that was imported'),
  })
  .meta({ id: 'LearnedLookArea' });
