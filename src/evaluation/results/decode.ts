import type { z } from 'zod';
import { ResultError } from '../../errors.ts';

/**
 * Reads JSON.
 *
 * @param name - Of the file, for messages.
 * @throws {@link ResultError} if it is none.
 */
export function parseResultJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ResultError(name, 'it is not JSON, or cut short', { cause });
  }
}

/**
 * Checks what a file holds.
 *
 * @param name - Of the file, for messages.
 * @throws {@link ResultError} that tells the first fault.
 */
export function check<T>(value: unknown, schema: z.ZodType<T>, name: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw new ResultError(name, `${path.join('.') || 'it'}: ${message}`, { cause: parsed.error });
}
