import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { changedCopy } from '../../../../test/helpers/changed-copy.ts';
import { PeopleSample } from '../../../../test/helpers/people-sample.ts';
import { verifyStation } from '../audit/verify.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let sample: PeopleSample;
beforeAll(async () => {
  sample = await PeopleSample.create();
  const anna = await sample.add('Anna', 'operator');
  const ben = await sample.add('Ben', 'viewer');
  const change = async (id: string, json: object) =>
    sample.ask(`/people/${id}`, { method: 'PATCH', json, cookie: sample.root });
  await change(anna.id, { role: 'engineer' });
  await change(ben.id, { disabled: true });
  sample.later(60);
  await change(ben.id, { disabled: true });
  await sample.signIn('anna');
  // Invited, and without a password.
  const json = { name: 'Cora', role: 'viewer' };
  await sample.ask('/people', { method: 'POST', json, cookie: sample.root });
  await sample.token('camera', ['inspect']);
  const gone = await sample.token('gone', ['read', 'read']);
  await sample.ask(`/tokens/${gone.id}`, { method: 'DELETE', cookie: sample.root });
});
afterAll(async () => sample.remove());

it('is intact whatever people did', async () => {
  expect(await verifyStation(sample.place)).toMatchObject({
    intact: true,
    problems: [],
  });
});

it.each([
  ["update person set name = 'Eve' where name = 'Anna'", 'person', 'it was changed'],
  ["update person set name_key = 'eve' where name = 'Anna'", 'person', 'it was changed'],
  ["update person set created_by = 'Eve'", 'person', 'it was changed'],
  ["update person set role = 'administrator'", 'person', 'its role was changed'],
  [
    "update person set password = (select password from person where name = 'root')",
    'person',
    'its password was changed',
  ],
  ['update person set password = null', 'person', 'its password was changed'],
  ['update person set disabled_at = null', 'person', 'what became of it was changed'],
  [
    "update person set signed_in_at = null where name = 'Anna'",
    'person',
    'what became of it was changed',
  ],
  [
    "insert into person (id, name, name_key, role, created_at, created_by) values ('e', 'Eve', 'eve', 'administrator', '', '')",
    'person',
    'the chain does not have it',
  ],
  ["delete from person where name = 'Ben'", 'person', 'it is missing'],
  [`update access_token set scopes = '["manage"]'`, 'token', 'it was changed'],
  ["update access_token set hash = 'of Eve' where name = 'camera'", 'token', 'it was changed'],
  ['update access_token set expires_at = null', 'token', 'it was changed'],
  ['update access_token set revoked_at = null', 'token', 'what became of it was changed'],
  ["delete from access_token where name = 'gone'", 'token', 'it is missing'],
])('finds %s', async (statement, kind, problem) => {
  const { rows, problems } = await changedCopy(sample.place, sql.raw(statement));
  expect(rows).toBeGreaterThan(0);
  expect(problems).toContainEqual({ subject: expect.stringContaining(`${kind} `), problem });
});
