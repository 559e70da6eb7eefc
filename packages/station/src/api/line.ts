import { z } from 'zod';
import { momentSchema, sha256Schema, timeSchema } from './common.ts';

/** What is asked of the lines. */
export const lineQuerySchema = z.object({
  from: momentSchema.describe('verdicts from then on are counted, such as from midnight'),
});

/** A line of the fleet: a station, or a worker. */
export const lineSchema = z
  .strictObject({
    name: z.string(),
    kind: z.enum(['station', 'worker']),
    version: z.string().describe('of its program'),
    since: timeSchema.describe('since when it works'),
    seenAt: timeSchema.describe('when it gave a sign of life last'),
    lost: z.boolean().describe('whether it gave none for a minute'),
    waiting: z.int().describe('verdicts that it has not told the fleet, as it said then'),
    oldestAt: timeSchema.nullable().describe('when the oldest of them was judged'),
    parts: z
      .array(z.strictObject({ name: z.string(), version: z.int(), sha256: sha256Schema }))
      .describe('versions that judge there'),
    pass: z.int(),
    fail: z.int(),
    cannotJudge: z.int(),
    failed: z.int().describe('pictures that could not be read or judged'),
    lastHour: z.int().describe('pictures of the last hour'),
  })
  .meta({ id: 'Line' });
export type Line = z.infer<typeof lineSchema>;
