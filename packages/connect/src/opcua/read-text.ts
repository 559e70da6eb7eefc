import type { z } from 'zod';

/** @returns Undefined where there is none, false where it is not as it must be. */
export function readText(schema: z.ZodType<string>, value: unknown): string | undefined | false {
  if (value === null || value === undefined || value === '') return undefined;
  const { success, data } = schema.safeParse(value);
  return success && data;
}
