import { z } from 'zod';

/** An answer of JSON, as the description of a route has it. */
export function json<T extends z.ZodType>(schema: T, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

/** A page of a list. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}

/** A body of JSON that a route takes. */
export function body<T extends z.ZodType>(schema: T) {
  return { required: true, content: { 'application/json': { schema } } } as const;
}

/** A body of bytes that a route takes; it reads them itself. */
export const bytesBody = {
  required: true,
  content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
} as const;

/** An answer of bytes. */
export function bytes(description: string, type = 'application/octet-stream') {
  return {
    description,
    content: { [type]: { schema: { type: 'string', format: 'binary' } } },
  } as const;
}
