import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readConfig } from '../../../packages/connect/src/config/read-config.ts';
import { runConnectors } from '../../../packages/connect/src/run-connectors.ts';
import { FleetDatabase } from '../../../packages/fleet/src/rows/fleet-database.ts';
import { LineList } from '../../../packages/fleet/src/rows/line-list.ts';
import { createStationClient } from '../../../packages/station/src/api/index.ts';
import type { Station } from '../../../packages/station/src/station.ts';
import { findChromium, NO_CHROMIUM } from '../../../studies/browser/chromium.ts';
import { quickly } from '../../helpers/connected-sample.ts';
import { postgresqlPrograms, PostgresqlServer } from '../../helpers/postgresql-server.ts';
import { drawParts } from '../../helpers/small-part.ts';
import { addJudgingPart, sendPicture } from './judging-part.ts';
import { openSession, type PageSession } from './page-session.ts';
import { shoot, shootAll } from './page-shots.ts';
import { accessFaults, openPage } from './watched-page.ts';

const missing = [
  ...(findChromium() === undefined ? [NO_CHROMIUM] : []),
  ...(postgresqlPrograms === undefined ? ['no PostgreSQL is installed here'] : []),
];
const isAbsent = missing.length > 0;
const absent = isAbsent ? ` (left out: ${missing.join('; ')})` : '';

/** What of the German texts this test looks for. */
const german = z
  .object({
    shell: z.object({ lines: z.string(), dark: z.string() }),
    lines: z.object({ lost: z.string() }),
  })
  .parse(
    JSON.parse(
      readFileSync(
        new URL('../../../apps/web/src/messages/de.json', import.meta.url).pathname,
        'utf8',
      ),
    ),
  );

const [seen, ...good] = drawParts({ count: 4 });
if (seen === undefined) throw new Error('No picture was drawn');

let session: PageSession;
let page: Page;
let server: PostgresqlServer;
let database: FleetDatabase;
let [folder, url] = ['', ''];

/** Makes the station a line of the fleet. */
async function connect(station: Station, signal: AbortSignal): Promise<void> {
  const file = join(folder, 'connect.json');
  const fleet = { kind: 'fleet', name: 'centre', database: { env: 'FLEET' }, ...quickly };
  await writeFile(file, JSON.stringify({ station: 'line 3', connectors: [fleet] }));
  const plan = await readConfig(file, { FLEET: url });
  await runConnectors(plan, { station, signal, log: () => undefined });
}

beforeAll(async () => {
  if (isAbsent || postgresqlPrograms === undefined) return;
  folder = await mkdtemp(join(tmpdir(), 'fewgood-lines-'));
  server = await PostgresqlServer.create(postgresqlPrograms);
  url = server.addDatabase();
  database = await FleetDatabase.open(url);
  const other = { since: '2026-01-01T00:00:00.000Z', waiting: 12, parts: [] };
  const kind = { name: 'worker 9', kind: 'worker', version: '1' } as const;
  await new LineList(database).show({ ...other, ...kind, oldestAt: other.since });
  await database.rows
    .updateTable('line')
    .set({ seenAt: new Date(Date.now() - 3_600_000) })
    .execute();
  session = await openSession(seen.image, false, connect);
  ({ page } = session.watched);
  const client = createStationClient(session.url);
  const part = await addJudgingPart(client, good);
  await sendPicture(client, part, { key: 'told', image: seen.image });
});
afterAll(async () => {
  if (isAbsent) return;
  await session.close();
  await database.close();
  await server.remove();
  await rm(folder, { recursive: true });
});

const row = (name: string): Locator => page.getByRole('row', { name });

describe.skipIf(isAbsent)(`the lines of a fleet${absent}`, () => {
  it('are listed, each with what it judged today, and whether it was seen', async () => {
    await page.getByRole('link', { name: 'Lines' }).click();
    await row('line 3').getByRole('cell', { name: '1', exact: true }).waitFor();
    await row('line 3')
      .getByText(/^washer, version 1/)
      .waitFor();
    await row('worker 9').getByText('Not seen').waitFor();
    await row('worker 9').getByText('1 hour ago').waitFor();
    expect(await row('line 3').getByText('Not seen').count()).toBe(0);
    expect(await row('worker 9').getByText('12').count()).toBe(1);
    expect(await accessFaults(page)).toEqual([]);
    await shootAll(page, 'lines');
  });

  it('are there in German, in the dark and on a phone', async () => {
    const phone = await openPage(session.browser, session.url, {
      viewport: { width: 390, height: 780 },
      locale: 'de-DE',
    });
    await phone.page.getByRole('button', { name: german.shell.dark }).click();
    await phone.page.getByRole('link', { name: german.shell.lines }).click();
    await phone.page.getByText(german.lines.lost, { exact: true }).waitFor();
    await shoot(phone.page, 'lines-phone');
    expect(await accessFaults(phone.page)).toEqual([]);
    expect(await phone.page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await phone.page.context().close();
  });

  it('stay as they were said last, with an alarm, while the fleet does not answer', async () => {
    await server.crash();
    await page.getByText('The fleet does not answer. This is what it said last.').waitFor();
    expect(await row('line 3').count()).toBe(1);
    await server.start();
    const old = page.getByText('The fleet does not answer. This is what it said last.');
    await old.waitFor({ state: 'detached' });
  });
});
