import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { changedCopy } from '../../../../test/helpers/changed-copy.ts';
import { faultOf, ReviewSample } from '../../../../test/helpers/review-sample.ts';
import { readAnswer } from '../api/index.ts';
import { verifyStation } from '../audit/verify.ts';
import { analyseAgreement } from '../statistics/agreement/agreement-analysis.ts';
import { planStudy } from '../statistics/agreement/study-plan.ts';
import { collectStudy, type StudyRecord } from '../statistics/agreement/study.ts';
import { Retention } from '../upkeep/retention.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let sample: ReviewSample;
let study = '';
beforeAll(async () => {
  sample = await ReviewSample.create();
});
afterAll(async () => {
  await sample.sample.remove();
});

const parts = [
  { name: 'first', reference: 'good', borderline: false },
  { name: 'second', reference: 'bad', borderline: true },
] as const;
const plan = () => planStudy({ parts, appraisers: ['Ann', 'Ben', 'station'], trials: 2, seed: 7 });

async function create(change: Record<string, unknown> = {}) {
  const inspections = [await sample.inspection('next'), await sample.inspection('bad')];
  const json = {
    name: 'March',
    pictures: parts.map((part, i) => ({ ...part, inspection: inspections[i]?.id ?? '' })),
    appraisers: ['Ann', 'Ben'],
    trials: 2,
    seed: 7,
    ...change,
  };
  return sample.api.parts[':part'].studies.$post({ param: sample.part, json });
}

const routes = () => sample.api.studies[':study'];
const sessions = () => routes().sessions[':appraiser'];

async function say(appraiser: string, number: number, judgement: 'good' | 'bad') {
  const param = { study, appraiser };
  return sessions().judgements.$post({ param, json: { number, judgement } });
}

/** Ann is always right; Ben calls the second part good in his first trial. */
function saidOf(appraiser: string, part: string, trial: number): 'good' | 'bad' {
  return part === 'first' || (appraiser === 'Ben' && trial === 1) ? 'good' : 'bad';
}

it('plans a study, and tells what it can show and nothing of its order', async () => {
  const made = await readAnswer(create());
  study = made.id;
  expect(made).toMatchObject({
    state: 'open',
    version: 1,
    parts: 2,
    bad: 1,
    borderline: 1,
    appraisers: [
      { name: 'Ann', done: 0, of: 4 },
      { name: 'Ben', done: 0, of: 4 },
      { name: 'station', done: 0, of: 4 },
    ],
  });
  expect(made.warnings.map(({ code }) => code)).toContain('few-parts');
  expect(made.best.effectiveness).toBeCloseTo(0.025 ** 0.5, 12);
  expect(JSON.stringify(made)).not.toMatch(/first|second|seed/);
});

it.each([
  [{ appraisers: ['station'] }, 400],
  [{ appraisers: ['Ann', 'Ann'] }, 400],
  [{ appraisers: [], station: false }, 400],
  [{ pictures: [{ reference: 'good' }, { reference: 'bad' }] }, 400],
  [{ pictures: ['a', 'b'].map((name) => ({ name, reference: 'good', inspection: 'none' })) }, 404],
])('refuses the plan %o', async (change, status) => {
  expect((await create(change)).status).toBe(status);
});

it('refuses a picture that is there twice', async () => {
  const { id } = await sample.inspection('next');
  const pictures = ['a', 'b'].map((name) => ({ name, reference: 'good', inspection: id }));
  expect(await faultOf(readAnswer(create({ pictures })))).toMatchObject({ status: 409 });
});

it('shows each appraiser the next picture alone, as the plan has it', async () => {
  const [ann] = plan().sessions;
  for (const { number, part, trial } of ann?.presentations ?? []) {
    const param = { study, appraiser: 'Ann', number: String(number) };
    const shown = await sessions().pictures[':number'].$get({ param });
    const { picture } = await sample.inspection(part === 'first' ? 'next' : 'bad');
    const kept = await sample.sample.station.pictures.read(picture);
    expect(new Uint8Array(await shown.arrayBuffer())).toEqual(kept.bytes);
    expect(shown.headers.get('cache-control')).toBe('no-store');
    const other = { ...param, number: String(number + 1) };
    expect((await sessions().pictures[':number'].$get({ param: other })).status).toBe(404);
    await readAnswer(say('Ann', number, saidOf('Ann', part, trial)));
  }
  expect(await readAnswer(sessions().$get({ param: { study, appraiser: 'Ann' } }))).toEqual({
    appraiser: 'Ann',
    done: 4,
    of: 4,
    next: null,
  });
});

it('takes what is said once and in order, and the same said again for the same', async () => {
  const [, ben] = plan().sessions;
  const [one] = ben?.presentations ?? [];
  const said = saidOf('Ben', one?.part ?? '', one?.trial ?? 0);
  expect((await say('Ben', 2, 'good')).status).toBe(409);
  expect(await readAnswer(say('Ben', 1, said))).toMatchObject({ done: 1, next: 2 });
  expect(await readAnswer(say('Ben', 1, said))).toMatchObject({ done: 1, next: 2 });
  expect((await say('Ben', 1, said === 'good' ? 'bad' : 'good')).status).toBe(409);
  expect((await say('station', 1, 'good')).status).toBe(409);
  expect((await say('Cora', 1, 'good')).status).toBe(404);
  for (const { number, part, trial } of ben?.presentations.slice(1) ?? []) {
    await readAnswer(say('Ben', number, saidOf('Ben', part, trial)));
  }
});

it('is not told, nor finished, before everybody judged everything', async () => {
  expect((await routes().figures.$get({ param: { study } })).status).toBe(409);
  expect(await faultOf(readAnswer(routes().finish.$post({ param: { study } })))).toMatchObject({
    status: 409,
    facts: { appraisers: ['station'] },
  });
});

it('has the figures of the statistics, with what the station said, and is in the chain', async () => {
  const station = routes()['station-judgements'];
  expect(await readAnswer(station.$post({ param: { study } }))).toMatchObject({ next: null });
  const finished = await readAnswer(routes().finish.$post({ param: { study } }));
  expect(finished).toMatchObject({ state: 'finished', endedBy: 'local' });
  const records: StudyRecord[] = plan().sessions.flatMap(({ appraiser, presentations }) =>
    presentations.map(({ part, trial }) => ({
      part,
      appraiser,
      trial,
      // The station passes the good picture and fails the striped one.
      judgement: saidOf(appraiser, part, trial),
    })),
  );
  const wanted = analyseAgreement(
    collectStudy({ parts, appraisers: ['Ann', 'Ben', 'station'], trials: 2 }, records),
  );
  const figures = await readAnswer(routes().figures.$get({ param: { study } }));
  expect(figures).toMatchObject(JSON.parse(JSON.stringify(wanted)));
  expect(figures.appraisers[1]?.missRate).toMatchObject({ count: 1, of: 2 });
  const audit = await sample.sample.station.database.rows
    .selectFrom('audit')
    .selectAll()
    .where('subject', '=', study)
    .orderBy('seq')
    .execute();
  const said = Array.from({ length: 9 }, () => 'study.judged');
  expect(audit.map(({ action }) => action)).toEqual(['study.planned', ...said, 'study.finished']);
  expect(figures.hash).toBe(audit.at(-1)?.hash);
  // Who reads the chain while a study goes on is not told what anybody said.
  // A hash may have "bad" among its digits, which is no word.
  expect(JSON.stringify(audit[1])).not.toMatch(/\b(?:good|bad)\b/);
  expect((await say('Ben', 5, 'good')).status).toBe(409);
});

it('can be compared with the chain: plans, ends, and each judgement', async () => {
  const { place } = sample.sample;
  expect(await verifyStation(place)).toMatchObject({ intact: true });
  const judgement = 'it was changed, or the chain does not have it';
  const changes: [string, string][] = [
    ["update study set name = 'April'", 'it was changed'],
    ["update study set pictures = replace(pictures, 'bad', 'good')", 'it was changed'],
    ["update study set pictures = 'no JSON'", 'it was changed'],
    ['update study set seed = 8', 'it was changed'],
    ["update study set created_by = 'Ann'", 'it was changed'],
    ["update study set state = 'open'", 'what became of it was changed'],
    ["update study set ended_by = 'Ann'", 'what became of it was changed'],
    [
      "update study_judgement set judgement = 'good' where judgement = 'bad' and appraiser = 'Ann'",
      judgement,
    ],
    ['update study_judgement set "by" = \'Ann\' where number = 1', judgement],
    [
      "insert into study_judgement select study, 'Cora', number, judgement, at, \"by\" from study_judgement where appraiser = 'Ann'",
      judgement,
    ],
    [
      "delete from study_judgement where appraiser = 'Ben' and number > 2",
      '2 judgements are missing, or were changed',
    ],
    ['delete from study_judgement', '12 judgements are missing, or were changed'],
  ];
  for (const [statement, problem] of changes) {
    const { rows, problems } = await changedCopy(place, sql.raw(statement));
    expect({ statement, rows, problems: problems.map((one) => one.problem) }).toEqual({
      statement,
      rows: expect.toSatisfy((count: number) => count > 0),
      problems: expect.arrayContaining([problem]),
    });
  }
});

it('is given up with a trace, and keeps its pictures until then', async () => {
  const other = await readAnswer(create({ station: false, appraisers: ['Ann'] }));
  expect(other.version).toBeNull();
  const cancelled = routes().cancel.$post({ param: { study: other.id } });
  expect(await readAnswer(cancelled)).toMatchObject({ state: 'cancelled' });
  expect((await routes().cancel.$post({ param: { study: other.id } })).status).toBe(409);
  const list = await readAnswer(sample.api.studies.$get({ query: sample.part }));
  expect(list.items.map(({ state }) => state)).toEqual(['cancelled', 'finished']);
});

it('keeps the pictures of a study that retention would take', async () => {
  const { station } = sample.sample;
  const { database, files, locks, now } = station;
  const { id } = await sample.inspection('next');
  await new Retention({ database, files, locks, now }).apply({ pictures: 0 });
  expect(await station.inspections.get(id)).toMatchObject({ pictureRemoved: false });
  expect(await sample.inspection('good')).toMatchObject({ pictureRemoved: true });
});
