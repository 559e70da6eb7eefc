import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readConfig } from '../../../packages/connect/src/config/read-config.ts';
import { runConnectors } from '../../../packages/connect/src/run-connectors.ts';
import { createStationClient } from '../../../packages/station/src/api/index.ts';
import type { Station } from '../../../packages/station/src/station.ts';
import { findChromium, NO_CHROMIUM } from '../../../studies/browser/chromium.ts';
import { quickly } from '../../helpers/connected-sample.ts';
import { drawParts } from '../../helpers/small-part.ts';
import { WebhookReceiver } from '../../helpers/webhook-receiver.ts';
import { addJudgingPart, sendPicture } from './judging-part.ts';
import { openSession, type PageSession } from './page-session.ts';
import { shoot, shootAll } from './page-shots.ts';
import { accessFaults, openPage } from './watched-page.ts';

const isAbsent = findChromium() === undefined;
const absent = isAbsent ? ` (left out: ${NO_CHROMIUM})` : '';

/** What of the German texts this test looks for. */
const german = z
  .object({
    shell: z.object({ connections: z.string(), dark: z.string() }),
    connections: z.object({ condition: z.object({ down: z.string() }) }),
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
let receiver: WebhookReceiver;
let folder = '';
let part = '';
const client = () => createStationClient(session.url);

/** Connects the station to a receiver of webhooks, and to a folder that is asked for pictures. */
async function connect(station: Station, signal: AbortSignal): Promise<void> {
  const file = join(folder, 'connect.json');
  const url = `http://127.0.0.1:${receiver.port}/`;
  const hook = { kind: 'webhook', name: 'mes', url, secret: { env: 'SECRET' }, ...quickly };
  const cell = { kind: 'folder', name: 'cell', folder: join(folder, 'in'), part: 'washer' };
  await writeFile(
    file,
    JSON.stringify({ station: 'line 3', connectors: [hook], triggers: [cell] }),
  );
  const plan = await readConfig(file, { SECRET: receiver.secret });
  await runConnectors(plan, { station, signal, log: () => undefined });
}

beforeAll(async () => {
  if (isAbsent) return;
  folder = await mkdtemp(join(tmpdir(), 'fewgood-connected-'));
  await mkdir(join(folder, 'in'));
  receiver = await WebhookReceiver.open();
  session = await openSession(seen.image, false, connect);
  ({ page } = session.watched);
  part = await addJudgingPart(client(), good);
});
afterAll(async () => {
  if (isAbsent) return;
  await session.close();
  await receiver.close();
  await rm(folder, { recursive: true });
});

const card = (name: string): Locator =>
  page.getByRole('list', { name: 'Connections' }).getByRole('listitem').filter({ hasText: name });
const alarm = (of: Page = page): Locator => of.getByRole('alert').getByText('mes is lost');

describe.skipIf(isAbsent)(`connections of a station${absent}`, () => {
  it('are listed, each with what it is and how it is', async () => {
    await page.getByRole('link', { name: 'Connections' }).click();
    await card('mes').getByText('Nothing known yet').waitFor();
    await card('mes').getByText(`Connector · Webhook · 127.0.0.1:${receiver.port}`).waitFor();
    await card('cell').getByText('Connected', { exact: true }).waitFor();
    expect(await accessFaults(page)).toEqual([]);
  });

  it('are an alarm on every page while they are lost, and say what waits', async () => {
    receiver.answer = () => ({ status: 503 });
    await page.getByRole('link', { name: 'Parts' }).click();
    await sendPicture(client(), part, { key: 'lost', image: seen.image });
    await alarm().waitFor();
    await page.getByRole('link', { name: 'History' }).click();
    await alarm().waitFor();
    await shoot(page, 'connection-alarm');
    expect(await accessFaults(page)).toEqual([]);
    await page.getByRole('alert').getByRole('link', { name: 'Connections' }).click();
    await card('mes').getByText('Lost', { exact: true }).waitFor();
    await card('mes').getByText('it answered 503').waitFor();
    await card('mes')
      .getByText(/the oldest judged/)
      .waitFor();
    expect(await accessFaults(page)).toEqual([]);
    await shootAll(page, 'connections');
  });

  it('are an alarm in German, in the dark and on a phone', async () => {
    const phone = await openPage(session.browser, session.url, {
      viewport: { width: 390, height: 780 },
      locale: 'de-DE',
    });
    await phone.page.getByRole('button', { name: german.shell.dark }).click();
    await phone.page
      .getByRole('navigation')
      .getByRole('link', { name: german.shell.connections })
      .click();
    await phone.page.getByText(german.connections.condition.down, { exact: true }).waitFor();
    await shoot(phone.page, 'connections-phone');
    expect(await accessFaults(phone.page)).toEqual([]);
    expect(await phone.page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    await phone.page.context().close();
  });

  it('are no alarm any more once they are back', async () => {
    receiver.answer = () => ({ status: 204 });
    await alarm().waitFor({ state: 'detached' });
    await card('mes').getByText('Connected', { exact: true }).waitFor();
    await card('mes').getByText('the oldest judged').waitFor({ state: 'detached' });
    expect(await page.getByRole('alert').textContent()).toBe('');
  });
});

describe.skipIf(isAbsent)(`what a receiver does not take${absent}`, () => {
  it('is shown with why, and sent again', async () => {
    receiver.answer = () => ({ status: 422 });
    await sendPicture(client(), part, { key: 'refused', image: seen.image });
    await card('mes').getByRole('button', { name: 'Show them' }).click();
    const untaken = card('mes').getByRole('list', { name: 'Verdicts that were not taken' });
    await untaken.getByText('it answered 422').waitFor();
    expect(await alarm().count()).toBe(0);
    receiver.answer = () => ({ status: 204 });
    await card('mes').getByRole('button', { name: 'Send 1 verdict again' }).click();
    await card('mes').getByText('Not taken').waitFor({ state: 'detached' });
    await expect.poll(() => new Set(receiver.taken).size, { timeout: 60_000 }).toBe(2);
  });
});

describe.skipIf(isAbsent)(`a trigger without pictures${absent}`, () => {
  it('is an alarm, too, until they come again', async () => {
    const lost = page.getByRole('alert').getByText('The trigger cell gives no pictures.');
    await rename(join(folder, 'in'), join(folder, 'away'));
    await lost.waitFor();
    await page.getByRole('link', { name: 'Inspect' }).click();
    await lost.waitFor();
    await rename(join(folder, 'away'), join(folder, 'in'));
    await lost.waitFor({ state: 'detached' });
    expect(await page.getByRole('alert').textContent()).toBe('');
  });

  it('broke no rule of the page, and asked nobody else', () => {
    expect(session.watched.foreign).toEqual([]);
    expect(session.watched.faults).toEqual([]);
  });
});
