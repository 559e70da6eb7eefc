import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { PeopleSample } from '../../../../test/helpers/people-sample.ts';
import { includesRole, type Role, roles, roleSchema } from '../api/role.ts';
import { type Scope, scopes, scopeSchema } from '../api/people.ts';
import { createApp } from './app.ts';

const operationSchema = z.object({
  operationId: z.string(),
  'x-role': z.union([roleSchema, z.literal('public')]),
  'x-scope': scopeSchema.nullish(),
  security: z.array(z.record(z.string(), z.array(z.string()))),
});
type Operation = z.infer<typeof operationSchema> & { method: string; path: string };

/** What anybody may ask: no more than it takes to sign in, and to see whether the station is there. */
const PUBLIC = [
  'acceptInvitation',
  'health',
  'lookAtInvitation',
  'readiness',
  'session',
  'signIn',
  'signOut',
];

let sample: PeopleSample;
let operations: Operation[];
const cookies = new Map<Role, string>();
beforeAll(async () => {
  sample = await PeopleSample.create();
  for (const role of roles) cookies.set(role, (await sample.add(`a ${role}`, role)).cookie);
  const { body } = await sample.ask('/openapi.json');
  const { paths } = z
    .object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
    .parse(body);
  operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operationSchema.parse(operation),
      method: method.toUpperCase(),
      path: path.replace('/api', '').replaceAll(/\{\w+\}/g, '1'),
    })),
  );
});
afterAll(async () => sample.remove());

const guarded = (): (Operation & { 'x-role': Role })[] =>
  operations.flatMap((operation) => {
    const role = operation['x-role'];
    return role === 'public' ? [] : [{ ...operation, 'x-role': role }];
  });

it('leaves nothing to everybody but what it takes to sign in', () => {
  const open = operations.filter((operation) => operation['x-role'] === 'public');
  expect(open.map(({ operationId }) => operationId).toSorted()).toEqual(PUBLIC);
  expect(operations.length).toBeGreaterThan(40);
});

it('asks every other route for a login', async () => {
  for (const { method, path } of guarded()) {
    expect({ path, status: (await sample.ask(path, { method })).status }).toEqual({
      path,
      status: 401,
    });
  }
});

it('asks every other route for its role', async () => {
  for (const { method, path, 'x-role': needed } of guarded()) {
    for (const role of roles.filter((other) => !includesRole(other, needed))) {
      const cookie = cookies.get(role) ?? '';
      const { status } = await sample.ask(path, { method, cookie });
      expect({ method, path, role, status }).toEqual({ method, path, role, status: 403 });
    }
  }
});

it('asks every other route for a scope, or a person', async () => {
  const tokens = new Map<Scope, Record<string, string>>();
  for (const scope of scopes) tokens.set(scope, (await sample.token(scope, [scope])).headers);
  for (const { method, path, 'x-scope': needed, security } of guarded()) {
    expect(security).toEqual([{ session: [] }, ...(needed ? [{ token: [needed] }] : [])]);
    for (const scope of scopes.filter((other) => other !== needed)) {
      const headers = tokens.get(scope) ?? {};
      const { status } = await sample.ask(path, { method, headers });
      expect({ method, path, scope, status }).toEqual({ method, path, scope, status: 403 });
    }
  }
});

it('lets nobody but an engineer activate a version', async () => {
  const { id } = await sample.station.parts.create('washer', {
    id: 'root',
    name: 'root',
    role: 'administrator',
  });
  const activate = async (role: Role) =>
    sample.ask(`/parts/${id}/versions/1/activate`, {
      method: 'POST',
      json: { reason: '' },
      cookie: cookies.get(role) ?? '',
    });
  expect(await activate('operator')).toMatchObject({
    status: 403,
    body: { error: { facts: { found: 'operator', expected: 'engineer' } } },
  });
  expect((await activate('engineer')).status).toBe(404);
});

it('takes no change that a page of another origin asks for, or one that does not say where it is from', async () => {
  const cookie = cookies.get('engineer') ?? '';
  const make = async (headers: Record<string, string>) => {
    const response = await sample.app.request('/api/parts', {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie, ...headers },
      body: JSON.stringify({ name: `part ${Math.random()}` }),
    });
    return response.status;
  };
  expect(await make({})).toBe(403);
  expect(await make({ origin: 'null' })).toBe(403);
  expect(await make({ origin: 'http://elsewhere.example' })).toBe(403);
  expect(await make({ origin: 'http://localhost.elsewhere.example' })).toBe(403);
  expect(await make({ origin: 'http://localhost:81' })).toBe(403);
  expect(await make({ 'sec-fetch-site': 'cross-site' })).toBe(403);
  expect(await make({ 'sec-fetch-site': 'same-site', origin: 'http://localhost' })).toBe(403);
  expect(await make({ 'sec-fetch-site': 'same-origin' })).toBe(201);
  expect(await make({ origin: 'http://localhost' })).toBe(201);
});

it('knows no other name of the machine where nobody signs in', async () => {
  const app = createApp(sample.station);
  const ask = async (host: string) =>
    (await app.request('/api/parts', { headers: { host } })).status;
  for (const host of ['localhost:7070', '127.0.0.1:7070', '[::1]:7070']) {
    expect({ host, status: await ask(host) }).toEqual({ host, status: 200 });
  }
  for (const host of ['elsewhere.example', 'localhost.elsewhere.example:7070', '10.0.0.1', '%']) {
    expect({ host, status: await ask(host) }).toEqual({ host, status: 403 });
  }
});
