import type { People } from '../people/people.ts';
import type { AccessPolicy } from './access.ts';
import { sessionCookie } from './session-cookie.ts';

/** People by the cookie of their session, machines by their token. */
export function loginPolicy({
  sessions,
  tokens,
}: Pick<People, 'sessions' | 'tokens'>): AccessPolicy {
  return {
    login: true,
    callerOf: async (context, isUse = true) => {
      const authorization = context.req.header('authorization');
      if (authorization !== undefined) {
        // Whoever sends a token means it: a cookie beside it does not make up for a wrong one.
        const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
        const machine = token === undefined ? undefined : await tokens.find(token);
        return machine === undefined ? null : { ...machine, session: null };
      }
      const secret = sessionCookie(context);
      const session = secret === undefined ? undefined : await sessions.find(secret, isUse);
      return session === undefined ? null : { actor: session.actor, scopes: null, session };
    },
  };
}
