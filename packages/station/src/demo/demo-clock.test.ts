import { expect, it } from 'vitest';
import { DemoClock } from './demo-clock.ts';

it('begins in the past, goes on at the pace of the present, and never goes back', () => {
  let present = 100_000;
  const clock = new DemoClock(50_000, () => present);
  expect(clock.now().getTime()).toBe(50_000);
  present += 1000;
  expect(clock.now().getTime()).toBe(51_000);
  clock.catchUp(20_000);
  expect(clock.now().getTime()).toBe(81_000);
  clock.catchUp(30_000);
  expect(clock.now().getTime()).toBe(81_000);
  clock.catchUp(-5);
  expect(clock.now().getTime()).toBe(present);
});
