import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { idSchema, pageQuerySchema } from '../../api/common.ts';
import {
  accessTokenCreationSchema,
  accessTokenSchema,
  invitedPersonSchema,
  linkSchema,
  newAccessTokenSchema,
  openSessionListSchema,
  personChangeSchema,
  personCreationSchema,
  personSchema,
} from '../../api/people.ts';
import type { Station } from '../../station.ts';
import { needs, type StationEnv } from '../access.ts';
import { body, json, pageOf } from '../answers.ts';
import { refuseInvalid } from '../faults.ts';

const params = z.object({ person: idSchema });

const list = createRoute({
  method: 'get',
  path: '/people',
  operationId: 'listPeople',
  ...needs('administrator'),
  request: { query: pageQuerySchema },
  responses: { 200: json(pageOf(personSchema), 'who may sign in, the newest first') },
});

const add = createRoute({
  method: 'post',
  path: '/people',
  operationId: 'addPerson',
  ...needs('administrator'),
  request: { body: body(personCreationSchema) },
  responses: { 201: json(invitedPersonSchema, 'somebody new, with the link that sets a password') },
});

const change = createRoute({
  method: 'patch',
  path: '/people/{person}',
  operationId: 'changePerson',
  ...needs('administrator'),
  request: { params, body: body(personChangeSchema) },
  responses: { 200: json(personSchema, 'the person as they are now') },
});

const invite = createRoute({
  method: 'post',
  path: '/people/{person}/link',
  operationId: 'invitePerson',
  ...needs('administrator'),
  request: { params },
  responses: { 201: json(linkSchema, 'a link that sets a password, once') },
});

const sessionsOf = createRoute({
  method: 'get',
  path: '/people/{person}/sessions',
  operationId: 'listSessions',
  ...needs('administrator'),
  request: { params },
  responses: { 200: json(openSessionListSchema, 'where somebody is signed in') },
});

const endSession = createRoute({
  method: 'delete',
  path: '/people/{person}/sessions/{session}',
  operationId: 'endSession',
  ...needs('administrator'),
  request: { params: params.extend({ session: idSchema }) },
  responses: { 204: { description: 'it is over' } },
});

const listTokens = createRoute({
  method: 'get',
  path: '/tokens',
  operationId: 'listTokens',
  ...needs('administrator'),
  request: { query: pageQuerySchema },
  responses: { 200: json(pageOf(accessTokenSchema), 'machines that may ask, the newest first') },
});

const addToken = createRoute({
  method: 'post',
  path: '/tokens',
  operationId: 'addToken',
  ...needs('administrator'),
  request: { body: body(accessTokenCreationSchema) },
  responses: { 201: json(newAccessTokenSchema, 'the token, which is never shown again') },
});

const revokeToken = createRoute({
  method: 'delete',
  path: '/tokens/{token}',
  operationId: 'revokeToken',
  ...needs('administrator'),
  request: { params: z.object({ token: idSchema }) },
  responses: { 200: json(accessTokenSchema, 'it is of no worth any more') },
});

/** Who may use the station: people and machines. */
export function peopleRoutes({ people: { persons, sessions, tokens } }: Station) {
  return new OpenAPIHono<StationEnv>({ defaultHook: refuseInvalid })
    .openapi(list, async (context) =>
      context.json(await persons.page(context.req.valid('query')), 200),
    )
    .openapi(add, async (context) =>
      context.json(await persons.add(context.req.valid('json'), context.var.actor), 201),
    )
    .openapi(change, async (context) => {
      const { person } = context.req.valid('param');
      const wanted = context.req.valid('json');
      return context.json(await persons.update(person, wanted, context.var.actor), 200);
    })
    .openapi(invite, async (context) => {
      const { person } = context.req.valid('param');
      return context.json(await persons.invite(person, context.var.actor), 201);
    })
    .openapi(sessionsOf, async (context) => {
      const { id } = await persons.get(context.req.valid('param').person);
      const current = context.var.caller.session?.id;
      return context.json({ items: await sessions.ofPerson(id, current) }, 200);
    })
    .openapi(endSession, async (context) => {
      const { person, session } = context.req.valid('param');
      await sessions.end(person, session, context.var.actor);
      return context.body(null, 204);
    })
    .openapi(listTokens, async (context) =>
      context.json(await tokens.page(context.req.valid('query')), 200),
    )
    .openapi(addToken, async (context) =>
      context.json(await tokens.add(context.req.valid('json'), context.var.actor), 201),
    )
    .openapi(revokeToken, async (context) => {
      const { token } = context.req.valid('param');
      return context.json(await tokens.revoke(token, context.var.actor), 200);
    });
}
