import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import type { Role } from '../api/role.ts';
import { Station } from '../station.ts';
import type { AccessPolicy } from './access.ts';
import { createApp, type StationApi } from './app.ts';

const listSchema = z.object({ items: z.array(z.looseObject({ id: z.string() })) });
const descriptionSchema = z.object({
  openapi: z.string(),
  paths: z.record(z.string(), z.record(z.string(), z.looseObject({}))),
});

let folder = '';
let station: Station;
let app: StationApi;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-station-'));
  station = await Station.open({ data: folder });
  app = createApp(station);
});
afterEach(async () => {
  await station.close();
  await rm(folder, { recursive: true });
});

function post(
  path: string,
  value: unknown,
  headers: Record<string, string> = {},
): RequestInit & { path: string } {
  const body = JSON.stringify(value);
  return {
    path,
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  };
}

async function ask({
  path,
  ...init
}: RequestInit & { path: string }): Promise<{ status: number; body: unknown }> {
  const response = await app.request(path, init);
  return { status: response.status, body: await response.json() };
}

/** Everybody has this role; nobody is logged in where it is null. */
function always(role: Role | null): AccessPolicy {
  const caller = role && { actor: { id: role, name: role, role }, scopes: null, session: null };
  return { login: true, callerOf: async () => caller };
}

it('makes, lists, changes and finds parts', async () => {
  const made = await ask(post('/api/parts', { name: 'bolt' }));
  expect(made).toMatchObject({
    status: 201,
    body: { name: 'bolt', activeVersion: null, versions: 0 },
  });
  expect(await ask(post('/api/parts', { name: 'bolt' }))).toMatchObject({
    status: 409,
    body: { error: { code: 'CONFLICT' } },
  });
  const list = await ask({ path: '/api/parts' });
  expect(list.body).toEqual({ items: [made.body], next: null });
  const { id } = listSchema.parse(list.body).items[0] ?? { id: '' };
  const change = {
    ...post(`/api/parts/${id}`, { name: 'nut', archived: true }),
    method: 'PATCH',
  };
  expect((await ask(change)).body).toMatchObject({ name: 'nut', archivedAt: expect.any(String) });
  expect((await ask({ path: '/api/parts/none' })).status).toBe(404);
});

it('refuses what the description does not allow, in words', async () => {
  for (const request of [
    post('/api/parts', { name: '' }),
    post('/api/parts', { name: 'a', more: 1 }),
    { ...post('/api/parts', {}), body: '{' },
    { path: '/api/parts?limit=0' },
  ]) {
    expect(await ask(request)).toMatchObject({
      status: 400,
      body: { error: { code: 'REQUEST_INVALID' } },
    });
  }
});

it('asks each route for its role', async () => {
  app = createApp(station, { policy: always(null) });
  expect((await ask({ path: '/api/parts' })).status).toBe(401);
  expect(await ask({ path: '/api/session' })).toEqual({
    status: 200,
    body: { actor: null, login: true },
  });
  app = createApp(station, { policy: always('operator') });
  expect((await ask({ path: '/api/parts' })).status).toBe(200);
  expect(await ask(post('/api/parts', { name: 'a' }))).toMatchObject({
    status: 403,
    body: { error: { code: 'FORBIDDEN', facts: { found: 'operator', expected: 'engineer' } } },
  });
});

it('takes no change that a page of another origin asks for', async () => {
  const foreign = post('/api/parts', { name: 'a' }, { origin: 'http://elsewhere.example' });
  expect((await ask(foreign)).status).toBe(403);
  const own = post('/api/parts', { name: 'a' }, { origin: 'http://localhost' });
  expect((await ask(own)).status).toBe(201);
});

it('describes every route, with its role', async () => {
  const { body } = await ask({ path: '/api/openapi.json' });
  const { openapi, paths } = descriptionSchema.parse(body);
  expect(openapi).toBe('3.1.0');
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  expect(operations.length).toBeGreaterThan(8);
  for (const { operation } of operations) expect(operation).toHaveProperty('x-role');
  const routes = new Set(
    app.routes
      .filter(({ method, path }) => method !== 'ALL' && path !== '/api/openapi.json')
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`),
  );
  const described = operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`);
  expect(described.toSorted()).toEqual([...routes].toSorted());
});

it('sends headers that let nothing else in', async () => {
  const { headers } = await app.request('/api/health');
  expect(headers.get('content-security-policy')).toMatch(
    /default-src 'none'; script-src 'self'; style-src 'self'/,
  );
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-frame-options')).toBe('DENY');
});

it('says of work that was ended meanwhile that it may be asked for again, which is no bug', async () => {
  const bugs: unknown[] = [];
  const told = createApp(station, { onBug: (error) => bugs.push(error) });
  await station.learning.close();
  const { path, ...init } = post('/api/picture-checks', {
    pictures: [{ sha256: '0'.repeat(64), name: 'a.png' }],
  });
  const response = await told.request(path, init);
  expect([response.status, response.headers.get('retry-after'), bugs]).toEqual([503, '1', []]);
});
