import type { IncomingMessage } from 'node:http';
import type { Context, MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Scope } from '../api/people.ts';
import { type Actor, includesRole, type Role } from '../api/role.ts';
import { ForbiddenError, UnauthenticatedError } from '../errors.ts';
import type { KnownSession } from '../people/session-list.ts';

/** Who a request comes from, and what shows it. */
export interface Caller {
  readonly actor: Actor;
  /** What a machine may do; null for people, whose role says it. */
  readonly scopes: readonly Scope[] | null;
  /** The session of somebody who is signed in. */
  readonly session: KnownSession | null;
}

/** Who a request comes from: {@link noLogin}, or by sessions and tokens. */
export interface AccessPolicy {
  /** Whether the station asks for a login. */
  readonly login: boolean;
  /**
   * Null where the request does not say, or says it wrongly.
   *
   * @param isUse - False where it is only looked whether the caller still may.
   */
  readonly callerOf: (context: Context, isUse?: boolean) => Promise<Caller | null>;
}

/** Whoever reaches the station may do everything: for one person at one machine. */
export const noLogin: AccessPolicy = {
  login: false,
  callerOf: async () => ({
    actor: { id: 'local', name: 'local', role: 'administrator' },
    scopes: null,
    session: null,
  }),
};

/** What middleware has found out about a request. */
export interface StationEnv {
  /** What the socket knows; undefined where there is none. */
  Bindings: { incoming?: IncomingMessage };
  Variables: { actor: Actor | null; caller: Caller | null };
}

/** What holds behind {@link requireAccess}. */
export interface KnownCaller {
  Variables: { actor: Actor; caller: Caller };
}

/** Finds out who asks; nothing is refused yet. */
export function identify(policy: AccessPolicy): MiddlewareHandler<StationEnv> {
  return async (context, next) => {
    const caller = await policy.callerOf(context);
    context.set('caller', caller);
    context.set('actor', caller?.actor ?? null);
    await next();
  };
}

/**
 * What a token needs for what a role may do, unless a route says otherwise. What administrators alone may do is for people.
 */
const SCOPES: Readonly<Record<Role, Scope | null>> = {
  viewer: 'read',
  operator: 'review',
  engineer: 'manage',
  administrator: null,
};

/**
 * Lets people through whose role may do what `role` may, and machines of which the token has the scope.
 *
 * @param scope - Null: no machine.
 * @throws {@link UnauthenticatedError} if nobody is logged in.
 * @throws {@link ForbiddenError} if role or scopes do not allow it.
 */
function requireAccess(role: Role, scope: Scope | null) {
  return createMiddleware<KnownCaller>(async (context, next) => {
    // Set by `identify` before every route.
    const caller: Caller | null = context.get('caller');
    if (caller === null) throw new UnauthenticatedError();
    const { actor, scopes } = caller;
    if (scopes === null) {
      if (!includesRole(actor.role, role)) throw new ForbiddenError(actor.role, role);
    } else if (scope === null) throw new ForbiddenError('a token', 'somebody who is signed in');
    else if (!scopes.includes(scope)) {
      throw new ForbiddenError(`a token for ${scopes.join(', ')}`, `one for ${scope}`);
    }
    await next();
  });
}

/** Declares the role of a route, and the scope of tokens: checks it, and says so in the API's description. */
export function needs(role: Role, scope: Scope | null = SCOPES[role]) {
  const security: { [name: string]: string[] }[] = [{ session: [] }];
  if (scope !== null) security.push({ token: [scope] });
  return {
    middleware: requireAccess(role, scope),
    security,
    'x-role': role,
    'x-scope': scope,
  };
}

/** Declares that a route is for everybody. */
export const forAll: { security: { [name: string]: string[] }[]; 'x-role': string } = {
  security: [],
  'x-role': 'public',
};
