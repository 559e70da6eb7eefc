import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { StationSample } from '../../../../test/helpers/station-sample.ts';
import { readAnswer } from '../api/index.ts';
import { verifyStation } from '../audit/verify.ts';
import { StationDatabase } from '../store/database.ts';
import { backUpStation, restoreStation } from './backup.ts';
import { Retention } from './retention.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

let sample: StationSample;
let retention: Retention;

beforeAll(async () => {
  sample = await StationSample.create();
  await sample.addPart();
  const { station } = sample;
  const { database, files, locks, now } = station;
  retention = new Retention({ database, files, locks, now });
  await readAnswer(sample.send('held', sample.bad));
  await readAnswer(sample.send('old', sample.good));
  await readAnswer(sample.send('new', sample.next));
  await station.database.change((change) =>
    change.updateTable('inspection').set({ held: 1 }).where('key', '=', 'held').execute(),
  );
});
afterAll(async () => {
  await sample.remove();
});

async function removedKeys(): Promise<string[]> {
  const { items } = await readAnswer(sample.client.api.inspections.$get({ query: {} }));
  return items.filter(({ pictureRemoved }) => pictureRemoved).map(({ key }) => key);
}

it('lets everything stay without rules', async () => {
  expect(await retention.apply({})).toBe(0);
  expect(await removedKeys()).toEqual([]);
});

it('backs up while the station runs, and restores the same', async () => {
  const backup = join(sample.folder, 'backup');
  const report = await backUpStation(sample.data, backup);
  expect(report).toMatchObject({ intact: true, inspections: 3 });
  await expect(backUpStation(sample.data, backup)).rejects.toThrow('is there already');
  const again = join(sample.folder, 'again');
  expect(await restoreStation(backup, again)).toEqual(report);
  const database = await StationDatabase.open({ data: again });
  const rows = await database.rows.selectFrom('inspection').selectAll().orderBy('seq').execute();
  await database.close();
  const own = sample.station.database.rows.selectFrom('inspection').selectAll().orderBy('seq');
  expect(rows).toEqual(await own.execute());
  await expect(backUpStation(join(sample.folder, 'none'), again)).rejects.toThrow('no station.db');
});

it('takes the oldest pictures away, and none that is under review', async () => {
  const { files, inspections, pictures } = sample.station;
  const kept = (await inspections.page({ limit: 1, key: 'old' })).items[0]?.picture ?? '';
  const { bytes, type } = await pictures.thumbnail(kept);
  expect({ type, mark: Buffer.from(bytes.subarray(8, 12)).toString() }).toEqual({
    type: 'image/webp',
    mark: 'WEBP',
  });
  const small = join(sample.data, 'thumbnails', kept.slice(0, 2), `${kept}.webp`);
  expect(existsSync(small)).toBe(true);
  expect(await retention.apply({ pictures: 1 })).toBe(1);
  expect(await removedKeys()).toEqual(['old']);
  const [old] = (await inspections.page({ limit: 1, key: 'old' })).items;
  expect(old).toMatchObject({ state: 'judged', verdict: expect.any(String) });
  expect(existsSync(files.pictures.pathOf(old?.picture ?? ''))).toBe(false);
  // Nothing of it is left, small or large.
  expect(existsSync(small)).toBe(false);
  await expect(pictures.thumbnail(kept)).rejects.toThrow('the picture');
  expect(await retention.apply({ days: -1 })).toBe(1);
  expect(await removedKeys()).toEqual(['new', 'old']);
  expect(await verifyStation({ data: sample.data })).toMatchObject({
    intact: true,
    inspections: 3,
  });
});

it('knows whether an entry that was the last one once is still there', async () => {
  const { head } = await verifyStation({ data: sample.data });
  expect(await verifyStation({ data: sample.data, head })).toMatchObject({ intact: true });
  const missing = await verifyStation({ data: sample.data, head: '0'.repeat(64) });
  expect(missing.problems).toMatchObject([{ subject: 'the chain' }]);
});
