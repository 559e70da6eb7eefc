import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recordSchema } from 'fewgood';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { run } from '../../../test/cli/harness.ts';
import { FleetSample, noFleetServers } from '../../../test/helpers/fleet-sample.ts';
import { drawParts, smallPart } from '../../../test/helpers/small-part.ts';
import { encodePart } from '../../../src/inspection/part-file.ts';
import { tellRecipe } from './parts/recipes.ts';
import { rollBack } from './parts/roll-out.ts';
import { fleetStatus } from './status.ts';
import { verifyFleet } from './verify.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const isAbsent = noFleetServers !== '';
let sample: FleetSample;
beforeAll(async () => {
  if (!isAbsent) sample = await FleetSample.create();
});
afterAll(async () => {
  if (!isAbsent) await sample.remove();
});

/** A record without what differs between runs, and without what the part is called. */
function comparable(record: unknown): unknown {
  const { judgedBy, ...rest } = recordSchema.parse(record);
  const part = judgedBy?.part.sha256;
  return { ...rest, time: null, timings: null, judgedBy: { ...judgedBy, part } };
}

describe.skipIf(isAbsent)(`a fleet${noFleetServers}`, () => {
  it('judges each picture once, bit for bit as one machine does', async () => {
    const folder = await sample.draw('tray', 6);
    const [first = ''] = await readdir(folder);
    await copyFile(join(folder, first), join(folder, 'same.png'));
    await writeFile(join(folder, 'torn.png'), 'no picture');
    const summary = await sample.submit('first', folder);
    expect(summary.refused).toEqual([]);
    const workers = [await sample.work(), await sample.work()] as const;
    const verdicts = await sample.verdicts('first');
    const judged = [await workers[0].end(), await workers[1].end()] as const;
    const alone = await run(['inspect', sample.path('washer.part'), folder, '--json']);
    expect(
      verdicts.map((result) => comparable('record' in result ? result.record : result)),
    ).toEqual(alone.out.map((line) => comparable(JSON.parse(line))));
    const { queue, requests, dead } = await fleetStatus(sample.fleet);
    expect([queue.jobs, queue.pictureBytes, dead]).toEqual([0, 0, []]);
    expect(requests).toMatchObject([{ name: 'first', error: 1, waiting: 0, unsubmitted: 0 }]);
    const { verdicts: kept, intact } = await verifyFleet(sample.fleet.database);
    // Two pictures of one content are one job.
    expect([kept, intact]).toEqual([7, true]);
    expect(judged[0] + judged[1]).toBe(7);
    const lines = await sample.fleet.lines.list('');
    expect(lines.map(({ name, kind, isLost }) => [name, kind, isLost])).toEqual([
      ['worker-1', 'worker', false],
      ['worker-2', 'worker', false],
    ]);
    const counts = lines.map(({ pass, fail, cannotJudge, errors }) => [
      pass,
      fail,
      cannotJudge,
      errors,
    ]);
    expect(counts.flat().reduce((sum, count) => sum + count, 0)).toBe(7);
    expect(lines.reduce((sum, { lastHour }) => sum + lastHour, 0)).toBe(7);
    expect(lines.reduce((sum, { errors }) => sum + errors, 0)).toBe(1);
  });

  it('goes on with a request, and takes nothing twice', async () => {
    const folder = await sample.draw('again', 3, 5);
    await sample.submit('again', folder);
    expect(await sample.submit('again', folder)).toMatchObject({ accepted: 0, before: 3 });
    await sample.draw('again', 4, 5);
    expect(await sample.submit('again', folder)).toMatchObject({ accepted: 1, before: 3 });
    expect((await sample.fleet.queue.state()).jobs).toBe(4);
    const worker = await sample.work();
    expect(await sample.verdicts('again')).toHaveLength(4);
    expect(await worker.end()).toBe(4);
    await sample.draw('again', 3, 6);
    const { refused, before } = await sample.submit('again', folder);
    expect(before).toBe(1);
    expect(refused.map(({ error }) => error.message)).toEqual(
      Array.from({ length: 3 }, () => expect.stringContaining('it is another picture')),
    );
  });
});

describe.skipIf(isAbsent)(`a job that nobody can judge${noFleetServers}`, () => {
  it('is buried with why, and tried again when its request is submitted again', async () => {
    const folder = await sample.draw('dead', 1, 7);
    await sample.submit('dead', folder);
    const active = await sample.fleet.rollouts.active('washer');
    await sample.fleet.centre.files.delete(`part-${active.sha256}`);
    await rm(sample.path('cache'), { recursive: true });
    const worker = await sample.work({ deliveries: 2 });
    const [result] = await sample.verdicts('dead');
    expect(result).toMatchObject({ dead: expect.stringContaining('roll it out again') });
    const { dead, queue } = await fleetStatus(sample.fleet, 'dead');
    expect(dead).toMatchObject([{ request: 'dead', deliveries: 2 }]);
    expect(queue.jobs).toBe(0);
    await sample.rollOut('washer', await readPart());
    expect(await sample.submit('dead', folder)).toMatchObject({ accepted: 1, before: 0 });
    expect(await sample.verdicts('dead')).toMatchObject([{ record: { verdict: 'pass' } }]);
    expect(await worker.end()).toBe(1);
    expect((await fleetStatus(sample.fleet, 'dead')).dead).toEqual([]);
  });
});

describe.skipIf(isAbsent)(`part versions of a fleet${noFleetServers}`, () => {
  it('judge what was submitted for them, and are rolled back', async () => {
    const { fleet } = sample;
    const first = (await fleet.rollouts.active('washer')).sha256;
    const folder = await sample.draw('versions', 1, 8);
    await sample.submit('old', folder);
    const other = encodePart(await smallPart(drawParts({ count: 3, seed: 9 })));
    const second = await sample.rollOut('washer', other);
    await sample.submit('new', folder);
    await rollBack(fleet, { part: 'washer', reason: 'worse' });
    await sample.submit('back', folder);
    const worker = await sample.work();
    const hashes: unknown[] = [];
    for (const request of ['old', 'new', 'back']) {
      const [result] = await sample.verdicts(request);
      if (result !== undefined && 'record' in result)
        hashes.push(result.record.judgedBy?.part.sha256);
    }
    await worker.end();
    expect(hashes).toEqual([first, second, first]);
    const recipe = (await fleet.centre.recipes.get('washer'))?.json();
    expect(recipe).toMatchObject({ name: 'washer', sha256: first, reason: 'worse' });
    const history = await fleet.rollouts.history('washer', 9);
    expect(history.map(({ sha256 }) => sha256)).toEqual([first, second, first]);
    await expect(rollBack(fleet, { part: 'nut', reason: '' })).rejects.toThrow('the part nut');
    const unknown = rollBack(fleet, { part: 'washer', to: '0'.repeat(8), reason: '' });
    await expect(unknown).rejects.toThrow('the version of washer');
  });

  it('stay in the key-value bucket as the later rollout has it, whoever tells last', async () => {
    const { fleet } = sample;
    const [latest, before] = await fleet.rollouts.history('washer', 2);
    await tellRecipe(fleet.centre, before ?? latest);
    expect((await fleet.centre.recipes.get('washer'))?.json()).toMatchObject({ seq: latest.seq });
  });
});

describe.skipIf(isAbsent)(`the chain of a fleet${noFleetServers}`, () => {
  it('tells of each row that was changed or taken away', async () => {
    const { database } = sample.fleet;
    const intact = await verifyFleet(database);
    expect(intact).toMatchObject({ intact: true, problems: [] });
    expect((await verifyFleet(database, 'no entry')).problems).toEqual([
      'the entry no entry is missing',
    ]);
    const { rows } = database;
    await rows
      .updateTable('verdict')
      .set({ verdict: 'pass' })
      .where('verdict', '=', 'fail')
      .execute();
    await rows
      .updateTable('rollout')
      .set({ reason: 'another' })
      .where('reason', '=', 'worse')
      .execute();
    await rows.deleteFrom('verdict').where('verdict', '=', 'error').execute();
    const { problems } = await verifyFleet(database, intact.head);
    const kinds = [
      /^the verdict of job/,
      /^rollout \d+ of washer/,
      /\(job.judged\)/,
      /\(part.rolled-out\)/,
    ];
    for (const kind of kinds) expect(problems).toContainEqual(expect.stringMatching(kind));
  });
});

async function readPart(): Promise<Uint8Array> {
  return readFile(sample.path('washer.part'));
}
