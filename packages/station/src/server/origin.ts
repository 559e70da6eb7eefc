import type { MiddlewareHandler } from 'hono';
import { ForbiddenError } from '../errors.ts';

/** Methods that change nothing. */
const SAFE: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Refuses changes that a page of another origin asks a browser for: browsers say where a request that
 * changes something comes from. Programs send no origin, and need none.
 *
 * @throws {@link ForbiddenError} if it comes from elsewhere.
 */
export const refuseForeignOrigin: MiddlewareHandler = async (context, next) => {
  const { method, url } = context.req;
  const origin = context.req.header('origin');
  if (!SAFE.includes(method) && origin !== undefined) {
    const host = context.req.header('host') ?? new URL(url).host;
    if (!URL.canParse(origin) || new URL(origin).host !== host) {
      throw new ForbiddenError(`a page of ${origin}`, `a page of this station, ${host}`);
    }
  }
  await next();
};
