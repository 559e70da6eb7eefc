import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { idSchema } from '../../api/common.ts';
import {
  acceptanceSchema,
  invitationQuestionSchema,
  invitationSchema,
  openSessionListSchema,
  passwordChangeSchema,
  signInSchema,
} from '../../api/people.ts';
import { type Session, sessionSchema } from '../../api/role.ts';
import { ForbiddenError } from '../../errors.ts';
import type { KnownSession, Origin } from '../../people/session-list.ts';
import type { Station } from '../../station.ts';
import { type AccessPolicy, type Caller, forAll, needs, type StationEnv } from '../access.ts';
import { body, json } from '../answers.ts';
import { refuseInvalid } from '../faults.ts';
import { forgetSession, keepSession, sessionCookie } from '../session-cookie.ts';

const session = createRoute({
  method: 'get',
  path: '/session',
  operationId: 'session',
  ...forAll,
  responses: { 200: json(sessionSchema, 'who asks') },
});

const signIn = createRoute({
  method: 'post',
  path: '/session',
  operationId: 'signIn',
  ...forAll,
  request: { body: body(signInSchema) },
  responses: { 200: json(sessionSchema, 'who is signed in, by the cookie that comes with it') },
});

const signOut = createRoute({
  method: 'delete',
  path: '/session',
  operationId: 'signOut',
  ...forAll,
  responses: { 204: { description: 'the session is over, if there was one' } },
});

const changePassword = createRoute({
  method: 'post',
  path: '/session/password',
  operationId: 'changePassword',
  ...needs('viewer', null),
  request: { body: body(passwordChangeSchema) },
  responses: { 200: json(sessionSchema, 'it is changed; all other sessions are over') },
});

const own = createRoute({
  method: 'get',
  path: '/sessions',
  operationId: 'ownSessions',
  ...needs('viewer', null),
  responses: { 200: json(openSessionListSchema, 'where whoever asks is signed in') },
});

const end = createRoute({
  method: 'delete',
  path: '/sessions/{session}',
  operationId: 'endOwnSession',
  ...needs('viewer', null),
  request: { params: z.object({ session: idSchema }) },
  responses: { 204: { description: 'it is over' } },
});

const invitation = createRoute({
  method: 'post',
  path: '/invitations/look',
  operationId: 'lookAtInvitation',
  ...forAll,
  request: { body: body(invitationQuestionSchema) },
  responses: { 200: json(invitationSchema, 'whom the link is for') },
});

const accept = createRoute({
  method: 'post',
  path: '/invitations/accept',
  operationId: 'acceptInvitation',
  ...forAll,
  request: { body: body(acceptanceSchema) },
  responses: { 200: json(sessionSchema, 'the password is set, and its person signed in') },
});

/** Signing in and out, passwords, and where one is signed in. */
export function sessionRoutes({ people }: Station, policy: AccessPolicy) {
  const { desk, sessions } = people;
  return new OpenAPIHono<StationEnv>({ defaultHook: refuseInvalid })
    .openapi(session, (context) =>
      context.json({ actor: context.get('actor'), login: policy.login }, 200),
    )
    .openapi(signIn, async (context) => {
      const secret = await desk.signIn(context.req.valid('json'), originOf(context));
      return context.json(await signedIn(context, secret), 200);
    })
    .openapi(signOut, async (context) => {
      const known = context.get('caller')?.session ?? null;
      if (known !== null) await sessions.end(known.person, known.id, known.actor);
      if (sessionCookie(context) !== undefined) forgetSession(context);
      return context.body(null, 204);
    })
    .openapi(changePassword, async (context) => {
      const wanted = context.req.valid('json');
      const known = knownSession(context.var.caller);
      const secret = await desk.changePassword(known, wanted, originOf(context));
      return context.json(await signedIn(context, secret), 200);
    })
    .openapi(own, async (context) => {
      const { person, id } = knownSession(context.var.caller);
      return context.json({ items: await sessions.ofPerson(person, id) }, 200);
    })
    .openapi(end, async (context) => {
      const { person, actor } = knownSession(context.var.caller);
      await sessions.end(person, context.req.valid('param').session, actor);
      return context.body(null, 204);
    })
    .openapi(invitation, async (context) =>
      context.json(await desk.invitation(context.req.valid('json').token), 200),
    )
    .openapi(accept, async (context) => {
      const secret = await desk.accept(context.req.valid('json'), originOf(context));
      return context.json(await signedIn(context, secret), 200);
    });

  async function signedIn(context: Context, secret: string): Promise<Session> {
    keepSession(context, secret);
    const known = await sessions.find(secret, false);
    return { actor: known?.actor ?? null, login: policy.login };
  }
}

function originOf({ env, req }: Pick<Context<StationEnv>, 'env' | 'req'>): Origin {
  // Hono leaves it undefined where a request comes from no socket.
  const from: StationEnv['Bindings'] | undefined = env;
  const address = from?.incoming?.socket.remoteAddress ?? 'unknown';
  return { address, agent: req.header('user-agent') ?? '' };
}

/** @throws {@link ForbiddenError} where nobody needs to sign in. */
function knownSession({ actor, session: known }: Caller): KnownSession {
  if (known === null) throw new ForbiddenError(actor.name, 'somebody who is signed in');
  return known;
}
