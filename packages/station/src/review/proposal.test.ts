import { EventEmitter, once } from 'node:events';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { changedCopy } from '../../../../test/helpers/changed-copy.ts';
import { faultOf, ReviewSample } from '../../../../test/helpers/review-sample.ts';
import { readAnswer } from '../api/index.ts';
import { verifyStation } from '../audit/verify.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let reviews: ReviewSample;
beforeAll(async () => {
  reviews = await ReviewSample.create();
});
afterAll(async () => {
  await reviews.sample.remove();
});

it('goes through the checks of the library before anything is made', async () => {
  const { id } = await reviews.decide('bad', 'good');
  const change = { kind: 'calibration' as const, reviews: [id] };
  const held = await reviews.propose(change);
  expect(held).toMatchObject({
    state: 'held',
    findings: { held: [{ name: 'bad.png', objections: [{ code: 'above-threshold' }] }] },
  });
  expect(await faultOf(reviews.apply(held.id))).toMatchObject({ status: 409 });
  const ready = await reviews.propose({ ...change, accept: true });
  expect(ready).toMatchObject({
    state: 'ready',
    findings: { taken: ['bad.png'], anew: true, kinds: { 'fail > pass': 1 } },
    flips: 1,
  });
  const param = { proposal: ready.id };
  const flips = reviews.api.proposals[':proposal'].flips.$get({ param, query: {} });
  expect((await readAnswer(flips)).items).toMatchObject([
    { from: 'fail', to: 'pass', inspection: { key: 'bad' } },
  ]);
  expect(await reviews.activeVersion()).toBe(1);
});

it('makes a version, and goes back', async () => {
  const list = await readAnswer(reviews.api.proposals.$get({ query: { state: 'ready' } }));
  const id = list.items[0]?.id ?? '';
  const { state, version } = await reviews.apply(id);
  expect(state).toBe('applied');
  expect(await reviews.activeVersion()).toBe(version);
  expect(await reviews.send('bad-2', reviews.sample.bad)).toMatchObject({ verdict: 'pass' });
  const query = { state: 'applied' as const };
  const applied = await readAnswer(reviews.api.reviews.$get({ query }));
  const review = applied.items[0]?.id ?? '';
  expect(await faultOf(reviews.undo(review))).toMatchObject({ status: 409, facts: { version } });
  expect(await faultOf(reviews.apply(id))).toMatchObject({ status: 409 });
  await reviews.takeBack(id, { reason: 'it was no good part' });
  expect(await reviews.activeVersion()).toBe(1);
  expect(await reviews.send('bad-3', reviews.sample.bad)).toMatchObject({ verdict: 'fail' });
  await reviews.undo(review);
});

it('counts a near copy once', async () => {
  // The support set has the very picture.
  const { id } = await reviews.decide('good', 'good');
  const change = { kind: 'calibration' as const, reviews: [id], accept: true };
  expect(await reviews.propose(change)).toMatchObject({
    state: 'failed',
    fault: { message: expect.stringContaining('repeats') },
  });
  await reviews.undo(id);
});

it('applies nothing that was made of another version, or of a decision that is gone', async () => {
  const { id } = await reviews.decide('bad', 'good');
  const change = { kind: 'calibration' as const, reviews: [id], accept: true };
  const ready = await reviews.propose(change);
  await reviews.activate(2);
  const active = { status: 409, facts: { active: 2 } };
  expect(await faultOf(reviews.apply(ready.id))).toMatchObject(active);
  expect(await faultOf(reviews.begin(change))).toMatchObject(active);
  expect(await faultOf(reviews.activate(1, { expected: 1 }))).toMatchObject({ status: 409 });
  await reviews.activate(1, { expected: 2 });
  await reviews.undo(id);
  expect(await faultOf(reviews.apply(ready.id))).toMatchObject({
    status: 409,
    message: expect.stringContaining('taken back'),
  });
});

it('can be cancelled while it runs, and begins anew after a restart', async () => {
  const { id } = await reviews.decide('bad', 'good');
  const change = { kind: 'calibration' as const, reviews: [id], accept: true };
  // It stays at its last step until it is cancelled.
  const { gate } = reviews.sample.station;
  const check = gate.check.bind(gate);
  const door = new EventEmitter();
  const reached = once(door, 'reached');
  vi.spyOn(gate, 'check').mockImplementationOnce(async (...about) => {
    door.emit('reached');
    await once(door, 'open');
    return check(...about);
  });
  const first = await reviews.begin(change);
  await reached;
  const param = { proposal: first };
  const { $get, cancel } = reviews.api.proposals[':proposal'];
  expect(await readAnswer($get({ param }))).toMatchObject({
    state: 'running',
    progress: { done: 5, total: 5 },
  });
  await readAnswer(cancel.$post({ param }));
  door.emit('open');
  expect(await reviews.ended(first)).toMatchObject({ state: 'cancelled', findings: null });
  const second = await reviews.begin(change);
  await reviews.sample.station.close();
  await reviews.sample.open();
  expect(await reviews.ended(second)).toMatchObject({ state: 'ready' });
  expect(await verifyStation(reviews.sample.place)).toMatchObject({ intact: true });
});

it('can be compared with the chain, and so can what people decided', async () => {
  const { sample } = reviews;
  const gone = await reviews.decide('next', 'right');
  await reviews.undo(gone.id);
  await reviews.propose({ kind: 'threshold', threshold: 99 });
  expect(await verifyStation(sample.place)).toMatchObject({ intact: true });
  // Each kind of row that there is, each thing that may be said of it otherwise.
  const changes: [string, string][] = [
    ["update review set decision = 'right' where decision = 'good'", 'it was changed'],
    ["update review set decided_by = 'anna'", 'it was changed'],
    ["update review set note = 'none'", 'it was changed'],
    ["update review set mask = '[]'", 'it was changed'],
    ["update review set state = 'decided' where state = 'undone'", BECAME],
    ["update review set undone_by = 'anna' where state = 'undone'", BECAME],
    ['delete from review', 'it is missing'],
    [`insert into review ${copyOf('review')}`, 'the chain does not have it'],
    ["update proposal set request = replace(request, '99', '98')", 'it was changed'],
    ["update proposal set created_by = 'anna'", 'it was changed'],
    ["update proposal set request = 'no JSON'", 'it was changed'],
    ["update proposal set flips = '[1]' where state = 'ready'", FOUND_OUT],
    ['update proposal set findings = null', FOUND_OUT],
    ["update proposal set fault = null where state = 'failed'", FOUND_OUT],
    ["update proposal set state = 'applied' where state = 'ready'", BECAME],
    ["update proposal set version = 7 where state = 'undone'", BECAME],
    ["delete from proposal where kind = 'threshold'", 'it is missing'],
    [`insert into proposal ${copyOf('proposal')}`, 'the chain does not have it'],
  ];
  for (const [statement, problem] of changes) {
    const { rows, problems } = await changedCopy(sample.place, sql.raw(statement));
    const table = /review|proposal/.exec(statement)?.[0];
    expect({ statement, rows, problems }).toEqual({
      statement,
      rows: expect.toSatisfy((count: number) => count > 0),
      problems: expect.arrayContaining([
        { subject: expect.stringContaining(`${table} `), problem },
      ]),
    });
  }
});

const BECAME = 'what became of it was changed';
const FOUND_OUT = 'what was found out was changed';

/** The end of a statement that adds a row again under another id. */
function copyOf(table: 'review' | 'proposal'): string {
  const columns = {
    review: `part, inspection, decision, name, note, mask, 'undone', version, decided_at, decided_by, undone_at,
      undone_by`,
    proposal: `part, base, kind, request, state, findings, learned, flips, fault, version, created_at, created_by,
      ended_at`,
  }[table];
  const names = columns.replace("'undone'", 'state');
  return `(id, ${names}) select 'another', ${columns} from ${table} limit 1`;
}
