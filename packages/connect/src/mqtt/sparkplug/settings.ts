import { z } from 'zod';
import { nameSchema } from '@fewgood/station/api';

/** What a station is called among edge nodes. */
export const sparkplugSchema = z.strictObject({
  group: nameSchema,
  /** What the station is called; its name by default. */
  node: nameSchema.optional(),
  device: nameSchema.default('inspection'),
});
export type SparkplugSettings = z.infer<typeof sparkplugSchema>;
