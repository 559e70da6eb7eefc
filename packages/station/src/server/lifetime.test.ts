import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePng } from 'fewgood/node';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { changedCopy } from '../../../../test/helpers/changed-copy.ts';
import { StationSample } from '../../../../test/helpers/station-sample.ts';
import { drawParts } from '../../../../test/helpers/small-part.ts';
import { readAnswer, type StationClient, stationEventSchema } from '../api/index.ts';
import { Station } from '../station.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let sample: StationSample;
let client: StationClient;
let part = '';
let [good, next, bad] = [new Uint8Array(), new Uint8Array(), new Uint8Array()];

beforeAll(async () => {
  sample = await StationSample.create();
  ({ client, good, next, bad } = sample);
});
afterAll(async () => {
  await sample.remove();
});

const verify = async () => readAnswer(client.api.audit.verify.$post());
const send: StationSample['send'] = async (...picture) => sample.send(...picture);

it('learns a part from pictures that are sent', async () => {
  const made = await readAnswer(client.api.parts.$post({ json: { name: 'washer' } }));
  part = made.id;
  sample.part = part;
  const pictures = [];
  for (const { name, image } of drawParts()) {
    const body = new Uint8Array(await encodePng(image));
    const picture = await readAnswer(
      client.api.pictures.$post({ query: { name } }, { init: { body } }),
    );
    pictures.push({ sha256: picture.sha256, name });
  }
  const check = await readAnswer(client.api['picture-checks'].$post({ json: { pictures } }));
  expect(check.pictures).toMatchObject(
    pictures.map(({ name }) => ({ name, width: 96, fault: null })),
  );
  const begun = await readAnswer(
    client.api.parts[':part'].enrolments.$post({
      param: { part },
      json: { pictures, settings: { augment: [], pose: 'fixed' }, activate: true, note: 'first' },
    }),
  );
  expect(begun.state).toBe('waiting');
  const ended = async () =>
    readAnswer(client.api.enrolments[':enrolment'].$get({ param: { enrolment: begun.id } }));
  await expect.poll(async () => (await ended()).state, { timeout: 240_000 }).toBe('done');
  const version = await readAnswer(
    client.api.parts[':part'].versions[':version'].$get({ param: { part, version: '1' } }),
  );
  expect(version).toMatchObject({ active: true, origin: 'enrolment', note: 'first' });
  expect(version.summary.leaveOneOut.length).toBeGreaterThanOrEqual(4);
});

it('judges a picture once, however often it is sent', async () => {
  const answer = await send('a', next);
  expect(answer.status).toBe(200);
  const judged = await readAnswer(answer);
  expect(judged).toMatchObject({
    state: 'judged',
    verdict: 'pass',
    version: 1,
    key: 'a',
    fault: null,
  });
  expect(await readAnswer(send('a', next))).toEqual(judged);
  const other = await send('a', good);
  expect(other.status).toBe(409);
  const list = await readAnswer(client.api.inspections.$get({ query: { part } }));
  expect(list.items).toEqual([judged]);
});

it('shows the defect of a picture that fails', async () => {
  const { id, verdict } = await readAnswer(send('bad', bad));
  expect(verdict).toBe('fail');
  const detail = await readAnswer(
    client.api.inspections[':inspection'].$get({ param: { inspection: id } }),
  );
  expect(detail.record).toMatchObject({
    verdict: 'fail',
    judgedBy: { part: { name: 'washer' } },
  });
  const overlay = await client.api.inspections[':inspection'].overlay.$get({
    param: { inspection: id },
  });
  expect(overlay.headers.get('content-type')).toBe('image/jpeg');
  const counts = await readAnswer(client.api['inspection-counts'].$get({ query: { part } }));
  expect(counts).toEqual({ pass: 1, fail: 1, cannotJudge: 0, failed: 0, waiting: 0 });
});

it('says what is wrong with what it does not take', async () => {
  const text = await send('text', new TextEncoder().encode('no picture'));
  expect(text.status).toBe(422);
  const missing = client.api.inspections.$post(
    { query: { part: 'none' }, header: { 'idempotency-key': 'x' } },
    { init: { body: new Uint8Array(next) } },
  );
  expect((await missing).status).toBe(404);
  const cut = await readAnswer(send('cut', next.slice(0, next.length / 2)));
  expect(cut).toMatchObject({ state: 'failed', fault: { code: 'IMAGE_UNREADABLE' } });
});

it('lists by filters and pages, and exports', async () => {
  for (let i = 0; i < 5; i++) await readAnswer(send(`many-${i}`, next));
  const query = { part, verdict: 'pass', limit: '2', name: 'MANY-' } as const;
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: { key: string }[]; next: string | null } = await readAnswer(
      client.api.inspections.$get({ query: { ...query, ...(cursor !== null && { cursor }) } }),
    );
    seen.push(...page.items.map(({ key }) => key));
    cursor = page.next;
  } while (cursor !== null);
  expect(seen).toEqual(['many-4', 'many-3', 'many-2', 'many-1', 'many-0']);
  const csv = await (
    await client.api['inspection-export'].$get({ query: { part, verdict: 'fail' } })
  ).text();
  expect(csv.split('\r\n')).toHaveLength(3);
  expect(csv).toContain(',bad.png,');
});

it('turns pictures away when too many wait, and says so', async () => {
  await sample.station.close();
  await sample.open({ queueLimit: 1 });
  ({ client } = sample);
  // `close` gave the folder back, and a second station does not get it.
  await expect(Station.open({ data: sample.data })).rejects.toThrow('another process has it open');
  const answers = await Promise.all(['q1', 'q2', 'q3'].map((key) => send(key, next, 0)));
  const refused = answers.filter(({ ok }) => !ok);
  expect(refused.map(({ status }) => status)).toContain(429);
  expect(refused.length).toBeGreaterThan(0);
  expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
  const metrics = await (await client.api.metrics.$get()).text();
  expect(metrics).toContain(`fewgood_pictures_refused_total{reason="queue"} ${refused.length}`);
  expect((await readAnswer(client.api.station.$get())).refused).toBe(refused.length);
  const waiting = async () =>
    (await readAnswer(client.api['inspection-counts'].$get({ query: { part } }))).waiting;
  await expect.poll(waiting, { timeout: 240_000 }).toBe(0);
});

it('tells of what happens as it happens', async () => {
  const stream = await client.api.events.$get({ query: { part } });
  const reader = stream.body?.getReader();
  const judged = await readAnswer(send('live', next));
  const decoder = new TextDecoder();
  let text = '';
  while (!text.includes('"judged"')) {
    const { value, done } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done) break;
    text += decoder.decode(value, { stream: true });
  }
  await reader?.cancel();
  const events = [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) =>
    stationEventSchema.parse(JSON.parse(data)),
  );
  expect(events.map(({ type }) => type)).toEqual(['inspection', 'inspection']);
  expect(events.at(-1)).toEqual({ type: 'inspection', inspection: judged });
});

it('imports, activates and rolls back versions', async () => {
  const file = await client.api.parts[':part'].versions[':version'].file.$get({
    param: { part, version: '1' },
  });
  const bytes = new Uint8Array(await file.arrayBuffer());
  const other = await readAnswer(client.api.parts.$post({ json: { name: 'another' } }));
  const imported = await readAnswer(
    client.api.parts[':part'].versions.$post(
      { param: { part: other.id }, query: { note: 'from the other' } },
      { init: { body: bytes } },
    ),
  );
  expect(imported).toMatchObject({ number: 1, origin: 'import', active: false });
  const rollBack = await client.api.parts[':part']['roll-back'].$post({
    param: { part: other.id },
    json: { reason: '' },
  });
  expect(rollBack.status).toBe(409);
  const active = await readAnswer(
    client.api.parts[':part'].versions[':version'].activate.$post({
      param: { part: other.id, version: '1' },
      json: { reason: 'seen' },
    }),
  );
  expect(active.active).toBe(true);
  const support = await client.api.parts[':part'].versions[':version'].support[':index'].$get({
    param: { part, version: '1', index: '0' },
  });
  expect(support.headers.get('content-type')).toBe('image/png');
  const broken = await client.api.parts[':part'].versions.$post(
    { param: { part: other.id }, query: {} },
    { init: { body: bytes.slice(0, 1000) } },
  );
  expect(broken.status).toBe(422);
});

it('finds any change of what is evidence', async () => {
  const sound = await verify();
  expect(sound).toMatchObject({ intact: true, problems: [] });
  expect(sound.inspections).toBeGreaterThan(8);
  const changes: [string, string][] = [
    ["update inspection set verdict = 'pass' where key = 'bad'", 'its verdict was changed'],
    ["update inspection set source = 'elsewhere' where key = 'bad'", 'it was changed'],
    ["delete from inspection where key = 'bad'", 'it is missing'],
    ["update audit set actor = 'nobody' where seq = 3", 'it was changed'],
    ['delete from audit where seq = 4', 'it is missing'],
    ["update part set name = 'bolt' where name = 'washer'", 'its name was changed'],
    ["update version set note = '' where number = 1", 'it was changed'],
    ["update activation set reason = 'none'", 'its activations were changed'],
  ];
  for (const [statement, problem] of changes) {
    const { problems } = await changedCopy(
      { data: join(sample.folder, 'data') },
      sql.raw(statement),
    );
    expect({ statement, problems: problems.map((one) => one.problem) }).toEqual({
      statement,
      problems: expect.arrayContaining([problem]),
    });
  }
  const [shard = ''] = (await readdir(join(sample.folder, 'data', 'pictures'))).filter(
    (name) => name.length === 2,
  );
  const [file = ''] = await readdir(join(sample.folder, 'data', 'pictures', shard));
  const path = join(sample.folder, 'data', 'pictures', shard, file);
  const before = await readFile(path);
  await writeFile(path, Buffer.concat([before, Buffer.from([0])]));
  expect((await verify()).problems).toContainEqual({
    subject: `file ${file}`,
    problem: 'it was changed',
  });
  await writeFile(path, before);
});
