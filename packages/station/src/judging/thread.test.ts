import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { StationSample } from '../../../../test/helpers/station-sample.ts';
import { readAnswer } from '../api/index.ts';
import { Thread, ThreadEndedError } from './thread.ts';
import type { Calls } from './thread-messages.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let sample: StationSample;
let thread: Thread;
let request: Calls['verdict']['request'];
beforeAll(async () => {
  sample = await StationSample.create();
  await sample.addPart();
  const { picture } = await readAnswer(sample.send('good', sample.good));
  const { sha256 } = await sample.station.versions.get(sample.part, 1);
  request = { part: sha256, partName: 'washer', picture, name: 'good.png' };
  thread = new Thread(sample.data);
});
afterAll(async () => {
  await thread.close();
  await sample.remove();
});

/** How each of many questions ended; the thread is told to end when the first is answered, in the midst of the second. */
async function endedWithin(end: () => Promise<void>): Promise<readonly unknown[]> {
  const asked = Array.from({ length: 20 }, async () => thread.ask('verdict', request));
  const [first] = asked;
  const [outcomes] = await Promise.all([Promise.allSettled(asked), first?.then(end)]);
  return outcomes.map((one) => (one.status === 'fulfilled' ? one.value : one.reason));
}

it.each([1, 2, 3, 4])(
  'ends in the midst of work without harm, and starts anew (time %i)',
  async () => {
    const [first, ...others] = await endedWithin(async () => thread.restart());
    expect(first).toBe('pass');
    expect(others.at(-1)).toBeInstanceOf(ThreadEndedError);
    expect(others.at(-1)).toMatchObject({ wasToldTo: true });
    expect(await thread.ask('verdict', request)).toBe('pass');
  },
);

it('answers nothing once it is closed', async () => {
  const [first, ...others] = await endedWithin(async () => thread.close());
  expect(first).toBe('pass');
  expect(others.at(-1)).toBeInstanceOf(ThreadEndedError);
  await expect(thread.ask('verdict', request)).rejects.toThrow(ThreadEndedError);
});
