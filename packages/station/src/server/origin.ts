import type { MiddlewareHandler } from 'hono';
import { ForbiddenError } from '../errors.ts';
import { LOOPBACK } from './loopback.ts';
import { sessionCookie } from './session-cookie.ts';

/** Methods that change nothing. */
const SAFE: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/** What browsers say of requests that a page of the station makes, or a person by hand. */
const OWN: readonly string[] = ['same-origin', 'none'];

/**
 * Refuses changes that a page of another origin asks a browser for: browsers say where a request that
 * changes something comes from. Programs send no origin, and need none, unless they send a cookie of a session:
 * then one of both must be there.
 *
 * @throws {@link ForbiddenError} if it comes from elsewhere.
 */
export const refuseForeignOrigin: MiddlewareHandler = async (context, next) => {
  const { method, url } = context.req;
  if (!SAFE.includes(method)) {
    const origin = context.req.header('origin');
    const site = context.req.header('sec-fetch-site');
    const host = context.req.header('host') ?? new URL(url).host;
    const own = `a page of this station, ${host}`;
    if (origin !== undefined && (!URL.canParse(origin) || new URL(origin).host !== host)) {
      throw new ForbiddenError(`a page of ${origin}`, own);
    }
    if (site !== undefined && !OWN.includes(site)) {
      throw new ForbiddenError(`a page of another site (${site})`, own);
    }
    if (origin === undefined && site === undefined && sessionCookie(context) !== undefined) {
      throw new ForbiddenError('a page that does not say where it is from', own);
    }
  }
  await next();
};

/**
 * Refuses other names of this machine than those of loopback, where nobody signs in: a page whose own name was made to
 * lead here would be taken for a page of the station.
 *
 * @throws {@link ForbiddenError} if it was asked by another name.
 */
export const refuseForeignName: MiddlewareHandler = async (context, next) => {
  const host = context.req.header('host') ?? new URL(context.req.url).host;
  const name = URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : host;
  if (!LOOPBACK.includes(name.replaceAll(/[[\]]/g, ''))) {
    throw new ForbiddenError(`a page of ${host}`, 'a page of this machine');
  }
  await next();
};
