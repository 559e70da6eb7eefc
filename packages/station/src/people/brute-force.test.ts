import { afterAll, beforeAll, expect, it } from 'vitest';
import { PASSWORD, PeopleSample } from '../../../../test/helpers/people-sample.ts';
import { TooManyAttemptsError } from '../errors.ts';
import { LoginThrottle } from './login-throttle.ts';

let sample: PeopleSample;
beforeAll(async () => {
  sample = await PeopleSample.create();
});
afterAll(async () => sample.remove());

it('tells nobody whether the name or the password is wrong', async () => {
  const known = await sample.signIn('root', 'not the password');
  const unknown = await sample.signIn('nobody', 'not the password');
  expect(known.status).toBe(401);
  expect(known.body).toEqual(unknown.body);
});

it('slows down whoever guesses, at a known name and at an unknown one alike', async () => {
  for (const name of ['guessed', 'Root']) {
    // One attempt at `root` failed before.
    const statuses = [];
    for (let i = 0; i < 7; i++) statuses.push((await sample.signIn(name, 'guess guess')).status);
    expect({ name, first: statuses.indexOf(429) }).toEqual({
      name,
      first: name === 'Root' ? 4 : 5,
    });
  }
  const right = await sample.signIn('root', PASSWORD);
  expect(right).toMatchObject({
    status: 429,
    body: { error: { code: 'TOO_MANY_ATTEMPTS', facts: { retryAfter: 1 } } },
  });
  expect(right.headers.get('retry-after')).toBe('1');
  sample.later(1);
  expect((await sample.signIn('root', PASSWORD)).status).toBe(200);
});

it('lets nobody around it by many attempts at once', async () => {
  sample.later(3600);
  const answers = await Promise.all(
    Array.from({ length: 12 }, async () => sample.signIn('root', 'guess guess')),
  );
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(7);
});

it('waits longer each time, five minutes at most, and forgets', () => {
  let now = 0;
  const throttle = new LoginThrottle(() => now);
  const waits: number[] = [];
  for (let i = 0; i < 16; i++) {
    const begin = (): void => throttle.begin('a', `address ${i}`);
    try {
      begin();
    } catch (error) {
      if (!(error instanceof TooManyAttemptsError)) throw error;
      const { retryAfter } = error;
      waits.push(retryAfter);
      now += retryAfter * 1000;
      begin();
    }
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  now += 16 * 60_000;
  for (let i = 0; i < 5; i++) throttle.begin('a', `address ${i}`);
});

it('slows down an address that tries many names', () => {
  const throttle = new LoginThrottle(() => 0);
  for (let i = 0; i < 20; i++) throttle.begin(`name ${i}`, '10.0.0.9');
  expect(() => throttle.begin('another', '10.0.0.9')).toThrow('too many attempts');
  expect(() => throttle.begin('another', '10.0.0.8')).not.toThrow();
});
