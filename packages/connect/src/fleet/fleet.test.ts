import { FleetLine, verifyFleet } from '@fewgood/fleet';
import { readAnswer } from '@fewgood/station/api';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ConnectedSample, quickly } from '../../../../test/helpers/connected-sample.ts';
import { CutNetwork } from '../../../../test/helpers/cut-network.ts';
import {
  postgresqlPrograms,
  PostgresqlServer,
} from '../../../../test/helpers/postgresql-server.ts';
import { FleetDatabase } from '../../../fleet/src/rows/fleet-database.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });
const patience = { timeout: 120_000 };

const programs = postgresqlPrograms;
const why = programs === undefined ? ' (no PostgreSQL is installed here)' : '';

let line: ConnectedSample;
let server: PostgresqlServer;
let network: CutNetwork;
let database: FleetDatabase;
let address = '';
beforeAll(async () => {
  if (programs === undefined) return;
  server = await PostgresqlServer.create(programs);
  const url = new URL(server.addDatabase());
  database = await FleetDatabase.open(url.href);
  network = await CutNetwork.create(Number(url.port));
  url.port = String(network.port);
  address = url.href;
  line = await ConnectedSample.create();
});
afterAll(async () => {
  if (programs === undefined) return;
  await line.remove();
  await database.close();
  await network.close();
  await server.remove();
});
afterEach(async () => line?.disconnect());

async function connect(): Promise<void> {
  const fleet = { kind: 'fleet', name: 'centre', database: { env: 'FLEET' }, ...quickly };
  await line.connect([fleet], { FLEET: address });
  await expect.poll(centre, patience).toMatchObject({ state: 'up' });
}

const centre = async () =>
  (await readAnswer(line.sample.client.api.connections.$get())).find(
    ({ name }) => name === 'centre',
  );
const lines = async () => {
  const from = new Date(Date.now() - 3_600_000).toISOString();
  return readAnswer(line.sample.client.api.lines.$get({ query: { from } }));
};
const told = async () =>
  database.rows.selectFrom('verdict').selectAll().orderBy('judgedAt').execute();

describe.skipIf(programs === undefined)(`a station that is a line of a fleet${why}`, () => {
  it('tells its verdicts there, each once in effect, and knows all lines', async () => {
    await connect();
    await line.judge('one', 'bad-two');
    await expect.poll(async () => (await told()).length, patience).toBe(2);
    const [pass, fail] = await told();
    expect(pass).toMatchObject({ verdict: 'pass', worker: 'line 3', deliveries: 1 });
    expect(fail).toMatchObject({ verdict: 'fail' });
    expect(JSON.parse(fail?.record ?? '')).toMatchObject({ verdict: 'fail' });
    const { items } = await readAnswer(
      line.sample.client.api.parts[':part'].versions.$get({
        param: { part: line.sample.part },
        query: {},
      }),
    );
    expect(pass?.part).toBe(items[0]?.sha256);
    const other = new FleetLine(address, 'line 4');
    await other.show({ version: '1', since: now(), waiting: 7, oldestAt: now(), parts: [] });
    await other.close();
    const { version, sha256 } = { version: 1, sha256: items[0]?.sha256 };
    expect(await lines()).toMatchObject([
      {
        name: 'line 3',
        kind: 'station',
        lost: false,
        parts: [{ name: 'washer', version, sha256 }],
        pass: 1,
        fail: 1,
        cannotJudge: 0,
        failed: 0,
        lastHour: 2,
      },
      { name: 'line 4', waiting: 7, pass: 0, lastHour: 0 },
    ]);
  });
});

describe.skipIf(programs === undefined)(`a line without a network${why}`, () => {
  it('judges on while the network is cut, and catches up after it, nothing twice', async () => {
    await connect();
    const before = (await told()).length;
    network.cut();
    const ids = await line.judge('cut-1', 'bad-cut-2', 'cut-3');
    await expect.poll(centre, patience).toMatchObject({ state: 'down', told: { waiting: 3 } });
    expect((await told()).length).toBe(before);
    const from = new Date().toISOString();
    const answer = await line.sample.client.api.lines.$get({ query: { from } });
    expect(answer.status).toBe(503);
    network.join();
    await expect.poll(centre, patience).toMatchObject({ state: 'up', told: { waiting: 0 } });
    const keys = (await told()).slice(before).map(({ request }) => request);
    expect(keys).toEqual(ids.map((id) => `line:line 3:${id}`));
    expect(await verifyFleet(database)).toMatchObject({ intact: true, verdicts: before + 3 });
  });

  it('changes nothing where a verdict is told again', async () => {
    const [first] = await told();
    if (first === undefined) throw new Error('there is none');
    const { picture, part, request, score, record, judgedAt, milliseconds } = first;
    const again = new FleetLine(address, 'line 3');
    const key = request.slice('line:line 3:'.length);
    const verdict = { picture, part, key, score, record, judgedAt, milliseconds };
    await again.tell({ ...verdict, verdict: 'cannot judge' });
    await again.close();
    expect((await told())[0]).toEqual(first);
    expect(await verifyFleet(database)).toMatchObject({ intact: true });
  });

  it('says when a line was last seen, and that it is lost', async () => {
    await database.rows
      .updateTable('line')
      .set({ seenAt: new Date(Date.now() - 120_000) })
      .where('name', '=', 'line 4')
      .execute();
    await connect();
    const all = await lines();
    expect(all.map(({ name, lost }) => [name, lost])).toEqual([
      ['line 3', false],
      ['line 4', true],
    ]);
    await line.disconnect();
    const query = { from: new Date().toISOString() };
    expect((await line.sample.client.api.lines.$get({ query })).status).toBe(404);
  });
});

function now(): string {
  return new Date().toISOString();
}
