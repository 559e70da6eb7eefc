import * as z from 'zod';
import { TrainingError } from '../errors.ts';
import { parseJson } from '../json.ts';

/**
 * Reads JSON that a training wrote.
 *
 * @param file - Its name, for messages.
 * @throws {@link TrainingError} if it is something else.
 */
export function decodeJson<T>(text: string, schema: z.ZodType<T>, file: string): T {
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw damagedFile(file, z.prettifyError(parsed.error));
}

/** A file of a training is not as it was written. */
export function damagedFile(file: string, why: string): TrainingError {
  return new TrainingError(
    `${file} is damaged: ${why}`,
    'Restore it, or begin anew in another folder.',
    { options: ['out'] },
  );
}
