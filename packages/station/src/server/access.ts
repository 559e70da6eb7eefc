import { createMiddleware } from 'hono/factory';
import type { MiddlewareHandler } from 'hono';
import { type Actor, includesRole, type Role } from '../api/role.ts';
import { ForbiddenError, UnauthenticatedError } from '../errors.ts';

/** Who a request comes from. A login, sessions and tokens are another policy than {@link noLogin}. */
export interface AccessPolicy {
  /** Whether the station asks for a login. */
  readonly login: boolean;
  /** Null where the request does not say, or says it wrongly. */
  readonly actorOf: (request: Request) => Promise<Actor | null>;
}

/** Whoever reaches the station may do everything: for one person at one machine. */
export const noLogin: AccessPolicy = {
  login: false,
  actorOf: async () => ({ id: 'local', name: 'local', role: 'administrator' }),
};

/** What middleware has found out about a request. */
export interface StationEnv {
  Variables: { actor: Actor | null };
}

/** What holds behind {@link requireRole}. */
export interface KnownCaller {
  Variables: { actor: Actor };
}

/** Finds out who asks; nothing is refused yet. */
export function identify(policy: AccessPolicy): MiddlewareHandler<StationEnv> {
  return async (context, next) => {
    context.set('actor', await policy.actorOf(context.req.raw));
    await next();
  };
}

/**
 * Lets those through whose role may do what `role` may.
 *
 * @throws {@link UnauthenticatedError} if nobody is logged in.
 * @throws {@link ForbiddenError} if the role does not allow it.
 */
export function requireRole(role: Role) {
  return createMiddleware<KnownCaller>(async (context, next) => {
    // Set by `identify` before every route.
    const actor: Actor | null = context.get('actor');
    if (actor === null) throw new UnauthenticatedError();
    if (!includesRole(actor.role, role)) throw new ForbiddenError(actor.role, role);
    await next();
  });
}

/** Declares the role of a route: checks it, and says so in the API's description. */
export function needs(role: Role) {
  return {
    middleware: requireRole(role),
    security: [{ session: [] }, { token: [] }],
    'x-role': role,
  };
}

/** Declares that a route is for everybody. */
export const forAll: { security: { [name: string]: string[] }[]; 'x-role': string } = {
  security: [],
  'x-role': 'public',
};
