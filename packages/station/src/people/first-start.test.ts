import { afterAll, beforeAll, expect, it } from 'vitest';
import { PASSWORD, PeopleSample } from '../../../../test/helpers/people-sample.ts';
import { verifyStation } from '../audit/verify.ts';
import { UserConsole } from './user-console.ts';

let sample: PeopleSample;
beforeAll(async () => {
  sample = await PeopleSample.create();
});
afterAll(async () => sample.remove());

it('lets the first administrator in by a link, once', async () => {
  expect((await sample.ask('/session', { cookie: sample.root })).body).toEqual({
    actor: { id: 'root', name: 'root', role: 'administrator' },
    login: true,
  });
  expect(await sample.station.people.persons.firstLink()).toBeUndefined();
  expect((await sample.signIn('root')).status).toBe(200);
});

it('makes a link worthless that was used, is a day old, or was followed by another', async () => {
  const json = { name: 'zoe', role: 'viewer' };
  const made = await sample.ask('/people', { method: 'POST', json, cookie: sample.root });
  expect(made).toMatchObject({ status: 201, body: { person: { state: 'invited' } } });
  const { person, link: first } = JSON.parse(JSON.stringify(made.body));
  const again = await sample.station.people.persons.invite(person.id, {
    id: 'root',
    name: 'root',
    role: 'administrator',
  });
  await expect(sample.accept(first.token)).rejects.toThrow('the link is not valid');
  expect(
    await sample.ask('/invitations/look', { method: 'POST', json: { token: again.token } }),
  ).toMatchObject({ status: 200, body: { name: 'zoe', role: 'viewer' } });
  await sample.accept(again.token);
  await expect(sample.accept(again.token)).rejects.toThrow('the link is not valid');
  const third = await sample.ask(`/people/${person.id}/link`, {
    method: 'POST',
    cookie: sample.root,
  });
  sample.later(24 * 3600 + 1);
  const { token } = JSON.parse(JSON.stringify(third.body));
  await expect(sample.accept(token)).rejects.toThrow('the link is not valid');
  sample.root = (await sample.signIn('root')).cookie;
});

it('takes no password that is short, or has the name in it', async () => {
  const json = { name: 'martha', role: 'viewer' };
  const made = await sample.ask('/people', { method: 'POST', json, cookie: sample.root });
  const { link } = JSON.parse(JSON.stringify(made.body));
  await expect(sample.accept(link.token, { password: 'short' })).rejects.toThrow('at least 10');
  await expect(sample.accept(link.token, { password: 'MARTHA-12345' })).rejects.toThrow(
    'has the name in it',
  );
  await sample.accept(link.token);
});

it('lets whoever has the data folder back in, while the station runs', async () => {
  const users = await UserConsole.open(sample.place);
  try {
    await expect(users.setDisabled('root', true)).rejects.toThrow('nobody else has it');
    const { link } = await users.add('rescue', 'administrator');
    await expect(users.add('Rescue', 'viewer')).rejects.toThrow('the name is taken');
    await expect(users.add('a:b', 'viewer')).rejects.toThrow('name: letters, digits');
    await expect(users.resetPassword('nobody')).rejects.toThrow('Cannot find the person nobody');
    await sample.accept(link.token);
    expect((await users.setDisabled('root', true)).state).toBe('disabled');
    expect((await sample.ask('/people', { cookie: sample.root })).status).toBe(401);
    expect((await sample.signIn('root')).status).toBe(401);
    await users.setDisabled('root', false);
    const { token } = await users.resetPassword('ROOT');
    sample.root = await sample.accept(token, { password: `${PASSWORD} 2` });
    expect(await users.list()).toContainEqual(
      expect.objectContaining({ name: 'root', role: 'administrator', state: 'active' }),
    );
  } finally {
    await users.close();
  }
  await expect(UserConsole.open({ data: `${sample.folder}-none` })).rejects.toThrow(
    'there is no station',
  );
});

it('has who did what in the audit chain, by name', async () => {
  const { items } = await sample.station.audit.page({ limit: 200 });
  const deeds = items.map(({ actor, action }) => `${actor} ${action}`);
  expect(deeds).toEqual(
    expect.arrayContaining([
      'root person.added',
      'root session.begun',
      'zoe password.set',
      'console person.changed',
      'console person.invited',
    ]),
  );
  expect(JSON.stringify(items)).not.toContain('argon2');
  expect(await verifyStation(sample.place)).toMatchObject({ intact: true });
});
