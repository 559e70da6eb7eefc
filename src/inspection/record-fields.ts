/**
 * Fields that pictures and objects have in common in a record.
 *
 * @module
 */
import * as z from 'zod';
import type { Alignment } from './alignment.ts';
import type { InspectedObject } from './inspection.ts';
import { type Reason, REASON_CODES } from './reason.ts';

const FACTS =
  'what the message tells, as data: measured, limit and good (of the good picture that comes nearest) ' +
  'in the unit of the code: size: pixels a side (of a picture that is not square the root of width times ' +
  'height); aspect-ratio: width / height; too-dark, too-bright, low-contrast, saturation: 0 to 1, times ' +
  '255 is levels; overexposed, channel-order, colour-cast: share from 0 to 1; negative, absent: ratio; ' +
  'objects-touch: share from 0 to 1; blurred: 1 / width of edges; noisy: gradient / contrast; ' +
  'small-defects: area in unit² (px, mm); ' +
  'turned: degrees; displaced: distance in unit (px, mm); regions-lost: share from 0 to 1; ' +
  'object-missing, object-surplus: objects; ' +
  'goodPictures, regions: how many';

/** A rectangle in pixels of the picture. */
export const boxFields: Readonly<Record<'x' | 'y' | 'width' | 'height', z.ZodNumber>> = {
  x: z.number().describe('left edge, pixels of the picture'),
  y: z.number().describe('top edge, pixels'),
  width: z.number().describe('pixels'),
  height: z.number().describe('pixels'),
};

/** One thing that stands against judging by the score. */
export const reasonSchema: z.ZodType<Reason> = z.strictObject({
  code: z.enum(REASON_CODES).describe('stable identifier (docs/cannot-judge.md)'),
  message: z.string().describe('what is wrong, and by how much'),
  remedy: z.string().describe('what to do about it'),
  facts: z.record(z.string(), z.json()).describe(FACTS),
});

/** How a part lies. */
export const alignmentSchema: z.ZodType<Alignment> = z.strictObject({
  angle: z
    .number()
    .nullable()
    .describe(
      'how far it is turned, degrees clockwise; null of a part that looks alike at every angle',
    ),
  dx: z.number().describe('how far its middle has moved to the right, pixels of the picture'),
  dy: z.number().describe('how far its middle has moved down, pixels of the picture'),
  scale: z.number().describe('how large it is, 1 as in the good picture'),
  inliers: z.number().describe('patches that agree with that'),
});

/** One object of a picture of several. */
export const objectSchema: z.ZodType<InspectedObject> = z.strictObject({
  box: z.strictObject(boxFields),
  angle: z
    .number()
    .nullable()
    .describe('of its longer axis to the right, clockwise, degrees; null where it has none'),
  verdict: z.enum(['pass', 'fail', 'cannot judge']),
  reasons: z.array(reasonSchema),
  score: z.number().nullable().describe('null if not a number'),
  ratio: z.number().nullable().describe('score / threshold, not clamped; above 1 fails'),
  touching: z
    .literal(true)
    .exactOptional()
    .describe('there where it touches others: a defect next to them is not seen'),
  place: z
    .string()
    .exactOptional()
    .describe('name of its place, in a part of several kinds; rest of what lies beside the places'),
  kind: z.string().exactOptional().describe('its kind, in a part of several'),
});
