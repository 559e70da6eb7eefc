import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { faultOf, ReviewSample } from '../../../../test/helpers/review-sample.ts';
import { readAnswer } from '../api/index.ts';
import { Retention } from '../upkeep/retention.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let reviews: ReviewSample;
beforeAll(async () => {
  reviews = await ReviewSample.create();
});
afterAll(async () => {
  await reviews.sample.remove();
});

async function queue(
  query: { kind?: 'fail' | 'borderline' | 'cannot judge'; limit?: string; cursor?: string } = {},
) {
  const asked = { ...reviews.part, ...query };
  const page = await readAnswer(reviews.api['review-queue'].$get({ query: asked }));
  return { next: page.next, keys: page.items.map(({ inspection }) => inspection.key) };
}

it('has what failed, and what passed by a hair, oldest first', async () => {
  expect((await queue()).keys).toEqual(['bad']);
  const { score } = await reviews.inspection('next');
  // A threshold at which the good picture passes at 0.95 of it.
  const ready = await reviews.propose({ kind: 'threshold', threshold: (score ?? 0) / 0.95 });
  expect(ready).toMatchObject({ state: 'ready', findings: { anew: false, replayed: 3 } });
  await reviews.apply(ready.id);
  await reviews.send('again', reviews.sample.next);
  expect((await queue()).keys).toEqual(['bad', 'again']);
  expect((await queue({ kind: 'borderline' })).keys).toEqual(['again']);
  expect((await queue({ kind: 'fail' })).keys).toEqual(['bad']);
  expect((await queue({ kind: 'cannot judge' })).keys).toEqual([]);
  const first = await queue({ limit: '1' });
  expect(first.keys).toEqual(['bad']);
  expect((await queue({ limit: '1', cursor: first.next ?? '' })).keys).toEqual(['again']);
  const counts = await readAnswer(reviews.api['review-counts'].$get({ query: {} }));
  expect(counts).toMatchObject({ fail: 1, borderline: 1, cannotJudge: 0 });
  expect(await reviews.takeBack(ready.id)).toMatchObject({ state: 'undone' });
  expect(await reviews.activeVersion()).toBe(1);
});

it('leaves out what was decided, until that is taken back', async () => {
  const { id } = await reviews.decide('again', 'right');
  expect((await queue()).keys).toEqual(['bad']);
  expect(await reviews.undo(id)).toMatchObject({ state: 'undone', undoneBy: 'local' });
  expect((await queue()).keys).toEqual(['bad', 'again']);
  expect(await faultOf(reviews.undo(id))).toMatchObject({ status: 409, facts: { by: 'local' } });
});

it('lets nobody overwrite what another decided', async () => {
  const { id } = await reviews.decide('bad', 'right');
  expect(await faultOf(reviews.decide('bad', 'good'))).toMatchObject({
    status: 409,
    facts: { by: 'local', decision: 'right' },
  });
  const better = await reviews.decide('bad', 'good', { expected: id });
  expect(better).toMatchObject({ decision: 'good', state: 'decided' });
  expect(await faultOf(reviews.decide('bad', 'right', { expected: id }))).toMatchObject({
    status: 409,
  });
  await reviews.undo(better.id);
  // The decision that was seen is gone: the other way round is noticed as well.
  expect(await faultOf(reviews.decide('bad', 'right', { expected: better.id }))).toMatchObject({
    status: 409,
    message: expect.stringContaining('taken back'),
  });
});

it('takes one of two decisions that come at once', async () => {
  const settled = await Promise.allSettled([
    reviews.decide('bad', 'right'),
    reviews.decide('bad', 'good'),
  ]);
  expect(settled.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const query = { state: 'decided' as const };
  const { items } = await readAnswer(reviews.api.reviews.$get({ query }));
  expect(items).toHaveLength(1);
  await reviews.undo(items[0]?.id ?? '');
});

it('asks a defect alone for a name', async () => {
  expect(await faultOf(reviews.decide('bad', 'defect'))).toMatchObject({ status: 400 });
  expect(await faultOf(reviews.decide('bad', 'right', { name: 'scratch' }))).toMatchObject({
    status: 400,
  });
});

it('keeps the pictures of open reviews, whatever retention says', async () => {
  const { database, files, locks, now } = reviews.sample.station;
  const retention = new Retention({ database, files, locks, now });
  await reviews.decide('next', 'defect', { name: 'not to be lost' });
  await retention.apply({ days: -1 });
  const isRemoved = async (key: string): Promise<boolean> =>
    (await reviews.inspection(key)).pictureRemoved;
  expect(await isRemoved('bad')).toBe(false);
  expect(await isRemoved('next')).toBe(false);
  expect(await isRemoved('good')).toBe(true);
  expect(await faultOf(reviews.decide('good', 'right'))).toMatchObject({ status: 409 });
});
