import { afterAll, beforeAll, expect, it } from 'vitest';
import { PeopleSample } from '../../../../test/helpers/people-sample.ts';

let sample: PeopleSample;
beforeAll(async () => {
  sample = await PeopleSample.create();
});
afterAll(async () => sample.remove());

it('lets a machine do what its scopes say, and nothing else', async () => {
  const reader = await sample.token('reader', ['read']);
  const manager = await sample.token('manager', ['read', 'manage']);
  const part = { method: 'POST', json: { name: 'washer' } };
  expect((await sample.ask('/parts', { headers: reader.headers })).status).toBe(200);
  expect(await sample.ask('/parts', { ...part, headers: reader.headers })).toMatchObject({
    status: 403,
    body: { error: { facts: { found: 'a token for read', expected: 'one for manage' } } },
  });
  expect((await sample.ask('/parts', { ...part, headers: manager.headers })).status).toBe(201);
  for (const path of ['/people', '/tokens', '/sessions']) {
    const answer = await sample.ask(path, { headers: manager.headers });
    expect({ path, ...answer }).toMatchObject({
      path,
      status: 403,
      body: { error: { facts: { found: 'a token' } } },
    });
  }
  const { items } = await sample.station.audit.page({ limit: 1, action: 'part.created' });
  expect(items).toMatchObject([{ actor: 'token:manager' }]);
});

it('sends pictures with the scope for it, and without the one to read', async () => {
  const { id } = await sample.station.parts.create('nut', {
    id: 'root',
    name: 'root',
    role: 'administrator',
  });
  const send = async (headers: Record<string, string>) =>
    sample.ask(`/inspections?part=${id}`, {
      method: 'POST',
      body: new Uint8Array([1, 2, 3]),
      headers: { ...headers, 'idempotency-key': 'a' },
    });
  const camera = await sample.token('camera', ['inspect']);
  const reviewer = await sample.token('reviewer', ['review']);
  // Let through, and told that these bytes, or this part, are not to be judged.
  expect([409, 422]).toContain((await send(camera.headers)).status);
  expect((await send(reviewer.headers)).status).toBe(403);
  expect((await sample.ask('/inspections', { headers: camera.headers })).status).toBe(403);
});

it('is of no worth once revoked or expired, and beside a cookie', async () => {
  const { id, headers } = await sample.token('short', ['read'], 1);
  const status = async () => (await sample.ask('/parts', { headers })).status;
  expect(await status()).toBe(200);
  sample.later(24 * 3600);
  expect(await status()).toBe(401);
  sample.root = (await sample.signIn('root')).cookie;
  const other = await sample.token('other', ['read']);
  expect((await sample.ask('/parts', { headers: other.headers })).status).toBe(200);
  const revoke = { method: 'DELETE', cookie: sample.root };
  expect((await sample.ask(`/tokens/${other.id}`, revoke)).status).toBe(200);
  expect((await sample.ask('/parts', { headers: other.headers })).status).toBe(401);
  const wrong = { cookie: sample.root, headers: { authorization: 'Bearer fewgood_wrong' } };
  expect((await sample.ask('/parts', wrong)).status).toBe(401);
  const { body } = await sample.ask('/tokens', { cookie: sample.root });
  expect(body).toMatchObject({
    items: [
      { name: 'other', revokedAt: expect.any(String), usedAt: expect.any(String) },
      { id, name: 'short', revokedAt: null },
      ...Array.from({ length: 4 }, () => expect.anything()),
    ],
  });
  expect(JSON.stringify(body)).not.toContain('fewgood_');
  expect((await sample.ask('/session', { headers: other.headers })).body).toMatchObject({
    actor: null,
  });
});

it('has a name of its own, also when it is of no worth any more', async () => {
  await sample.token('twice', ['read']);
  const again = { method: 'POST', json: { name: 'TWICE', scopes: ['read'] }, cookie: sample.root };
  expect((await sample.ask('/tokens', again)).status).toBe(409);
  const none = { method: 'POST', json: { name: 'none', scopes: [] }, cookie: sample.root };
  expect((await sample.ask('/tokens', none)).status).toBe(400);
});
