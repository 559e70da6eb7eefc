import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PASSWORD, PeopleSample } from '../../../../test/helpers/people-sample.ts';

const HOUR = 3600;

let sample: PeopleSample;
beforeAll(async () => {
  sample = await PeopleSample.create();
});
afterAll(async () => sample.remove());

const statusOf = async (cookie: string): Promise<number> =>
  (await sample.ask('/parts', { cookie })).status;

it('sets a cookie that no script reads and no other site makes be sent', async () => {
  const { headers } = await sample.signIn('root');
  expect(headers.get('set-cookie')).toMatch(
    /^fewgood_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/,
  );
  const json = { name: 'root', password: PASSWORD };
  const secure = await sample.app.request('https://localhost/api/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(json),
  });
  expect(secure.headers.get('set-cookie')).toContain('; Secure');
});

it('keeps neither cookie nor password', async () => {
  const { cookie } = await sample.signIn('root');
  const secret = cookie.split('=')[1] ?? '';
  const { rows } = sample.station.database;
  const kept = JSON.stringify([
    await rows.selectFrom('session').selectAll().execute(),
    await rows.selectFrom('person').selectAll().execute(),
  ]);
  expect(secret).toHaveLength(43);
  expect(kept).not.toContain(secret);
  expect(kept).not.toContain(PASSWORD);
  expect(kept).toContain('$argon2id$v=19$m=65536,t=3,p=1$');
});

it('ends a session that nobody used for 12 hours, and one that is a week old', async () => {
  const idle = (await sample.signIn('root')).cookie;
  const used = (await sample.signIn('root')).cookie;
  sample.later(11 * HOUR);
  expect(await statusOf(used)).toBe(200);
  sample.later(2 * HOUR);
  expect(await statusOf(idle)).toBe(401);
  for (let hours = 13; hours < 7 * 24; hours += 10) {
    expect(await statusOf(used)).toBe(200);
    sample.later(10 * HOUR);
  }
  expect(await statusOf(used)).toBe(401);
  sample.root = (await sample.signIn('root')).cookie;
});

it('ends it by signing out, by its person elsewhere, and by an administrator', async () => {
  const { id } = await sample.add('anna', 'operator');
  const [one, two, three] = await Promise.all(
    [1, 2, 3].map(async () => (await sample.signIn('anna')).cookie),
  );
  if (one === undefined || two === undefined || three === undefined) throw new Error('no cookie');
  expect((await sample.ask('/session', { method: 'DELETE', cookie: one })).status).toBe(204);
  expect(await statusOf(one)).toBe(401);
  const { body } = await sample.ask('/sessions', { cookie: two });
  const { items } = JSON.parse(JSON.stringify(body));
  const current = items.find(({ isCurrent }: { isCurrent: boolean }) => isCurrent);
  const path = `/sessions/${current.id}`;
  expect((await sample.ask(path, { method: 'DELETE', cookie: sample.root })).status).toBe(404);
  const byAdministrator = { method: 'DELETE', cookie: sample.root };
  expect((await sample.ask(`/people/${id}${path}`, byAdministrator)).status).toBe(204);
  expect(await statusOf(two)).toBe(401);
  expect(await statusOf(three)).toBe(200);
  const away = { method: 'PATCH', json: { disabled: true }, cookie: sample.root };
  await sample.ask(`/people/${id}`, away);
  expect(await statusOf(three)).toBe(401);
  const back = { method: 'PATCH', json: { disabled: false }, cookie: sample.root };
  await sample.ask(`/people/${id}`, back);
  expect(await statusOf(three)).toBe(401);
});

it('ends the others when a password is changed, and takes the right one for it alone', async () => {
  const { cookie } = await sample.add('bert', 'viewer');
  const other = (await sample.signIn('bert')).cookie;
  const change = async (current: string) =>
    sample.ask('/session/password', {
      method: 'POST',
      json: { current, password: 'another password' },
      cookie,
    });
  expect(await change('wrong')).toMatchObject({
    status: 400,
    body: { error: { facts: { field: 'current' } } },
  });
  const changed = await change(PASSWORD);
  expect(changed.status).toBe(200);
  expect(await statusOf(cookie)).toBe(401);
  expect(await statusOf(other)).toBe(401);
  expect(await statusOf(changed.cookie)).toBe(200);
  expect((await sample.signIn('bert')).status).toBe(401);
  expect((await sample.signIn('bert', 'another password')).status).toBe(200);
});

it('gives another role at once, and leaves one administrator', async () => {
  const { id, cookie } = await sample.add('carl', 'engineer');
  const make = { method: 'POST', json: { name: 'washer' }, cookie };
  expect((await sample.ask('/parts', make)).status).toBe(201);
  const role = { method: 'PATCH', json: { role: 'operator' }, cookie: sample.root };
  expect((await sample.ask(`/people/${id}`, role)).body).toMatchObject({ role: 'operator' });
  expect((await sample.ask('/parts', make)).status).toBe(403);
  const { id: root } = await sample.station.people.persons.named('root');
  for (const json of [{ role: 'viewer' }, { disabled: true }]) {
    const last = { method: 'PATCH', json, cookie: sample.root };
    expect((await sample.ask(`/people/${root}`, last)).status).toBe(409);
  }
});

it('ends the stream of events of somebody who was signed out', async () => {
  const { cookie } = await sample.signIn('root');
  const { database } = sample.station;
  const stream = await sample.app.request('/api/events', { headers: { cookie } });
  const reader = stream.body?.getReader();
  await reader?.read();
  await sql`delete from session`.execute(database.rows);
  const sign = await reader?.read();
  expect(sign).toMatchObject({ done: true });
});
