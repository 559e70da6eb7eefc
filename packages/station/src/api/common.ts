/**
 * What several schemas of the API are made of.
 *
 * @module
 */
import { z } from 'zod';

/** Most rows of one page. */
const MAX_LIMIT = 500;

export const idSchema = z.string().regex(/^[0-9a-z-]{1,64}$/, 'an id as the station gives it');

/** UTC, ISO 8601 with milliseconds: of one length, so that text sorts as time does. */
export const timeSchema = z.iso.datetime().describe('UTC, ISO 8601');

/** A moment in a query; with any offset. */
export const momentSchema = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text).toISOString())
  .describe('ISO 8601 with time zone');

export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits');

/** A name that a person gives: shown as it is, so without control characters. */
export const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(200)
  // oxlint-disable-next-line no-control-regex -- they are what is refused
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'no control characters');

export const noteSchema = z.string().trim().max(2000);

/** Of every list: how many rows, and where the page before ended. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(MAX_LIMIT).default(50),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, 'a cursor as a page gives it')
    .optional()
    .describe('`next` of the page before; without it the newest'),
};
export const pageQuerySchema = z.object(pageQuery);
export type PageQuery = z.infer<typeof pageQuerySchema>;

type Json = z.infer<ReturnType<typeof z.json>>;

/** Plain data of any shape. The schema `z.json()` is one without end in the description of the API. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what came as JSON is such
export const jsonSchema = z.unknown() as z.ZodType as z.ZodType<Json>;

/** Facts of errors, warnings and reasons: plain data. */
const factsSchema = z.record(z.string(), jsonSchema);

/** What is wrong or doubtful, in words, as the library tells it. */
export const noticeSchema = z
  .strictObject({
    code: z.string().describe('stable identifier'),
    message: z.string(),
    remedy: z.string().describe('what to do about it'),
    facts: factsSchema,
  })
  .meta({ id: 'Notice' });
export type Notice = z.infer<typeof noticeSchema>;

/** The body of every answer that is no success. */
export const errorSchema = z.strictObject({ error: noticeSchema }).meta({ id: 'Error' });
export type ErrorBody = z.infer<typeof errorSchema>;

/** A page of a list, newest first. */
export interface Page<T> {
  items: T[];
  /** Cursor of the next page; null at the end. */
  next: string | null;
}
