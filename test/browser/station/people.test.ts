import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createStationClient, readAnswer } from '../../../packages/station/src/api/index.ts';
import { encodePart } from '../../../src/inspection/part-file.ts';
import { findChromium, NO_CHROMIUM } from '../../../studies/browser/chromium.ts';
import { drawParts, smallPart } from '../../helpers/small-part.ts';
import { openSession, type PageSession } from './page-session.ts';
import { accessFaults, openPage, type WatchedPage } from './watched-page.ts';

const isAbsent = findChromium() === undefined;
const absent = isAbsent ? ` (left out: ${NO_CHROMIUM})` : '';
const shots = process.env['FEWGOOD_SHOTS'];
const PASSWORD = 'correct horse';

/** What of the German texts this test looks for. */
const german = z
  .object({
    shell: z.object({ people: z.string(), dark: z.string() }),
    people: z.object({
      state: z.object({ disabled: z.string() }),
      tab: z.object({ machines: z.string() }),
    }),
    machines: z.object({
      add: z.object({ title: z.string() }),
      scope: z.object({ inspect: z.string() }),
    }),
  })
  .parse(
    JSON.parse(
      readFileSync(
        new URL('../../../apps/web/src/messages/de.json', import.meta.url).pathname,
        'utf8',
      ),
    ),
  );

const [first] = drawParts({ count: 1 });
if (first === undefined) throw new Error('No picture was drawn');

let session: PageSession;
/** The first administrator's page, and that of an operator. */
let root: Page;
let operator: WatchedPage;
/** Part with a version that does not judge yet. */
let part = '';
beforeAll(async () => {
  if (isAbsent) return;
  session = await openSession(first.image, true);
  root = session.watched.page;
});
afterAll(async () => session?.close());

async function shoot(page: Page, name: string): Promise<void> {
  if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}.png` });
}

/** Sets the password of a link, in a page that is there. */
async function setPassword(page: Page, again = PASSWORD): Promise<void> {
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill(PASSWORD);
  await page.getByRole('textbox', { name: 'Password once more' }).fill(again);
  await page.getByRole('button', { name: 'Set the password' }).click();
}

async function signIn(page: Page, name: string, password: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** What a dialogue shows once, which it is closed with. */
async function takeSecret(page: Page): Promise<string> {
  const dialog = page.getByRole('dialog');
  const secret = (await dialog.locator('code').textContent()) ?? '';
  await dialog.getByRole('button', { name: 'Close' }).click();
  return secret;
}

describe.skipIf(isAbsent)(`the people of a station${absent}`, () => {
  it('begins with a link by which the first administrator sets a password', async () => {
    await root.getByRole('heading', { name: 'Sign in to fewgood' }).waitFor();
    await root.goto(session.firstLink ?? '');
    await root.getByRole('heading', { name: 'Welcome to fewgood' }).waitFor();
    await root.getByRole('textbox', { name: 'Your name' }).fill('Rosa');
    await setPassword(root, 'another one');
    await root.getByText('The two are not the same.').waitFor();
    await shoot(root, 'people-first');
    expect(await accessFaults(root)).toEqual([]);
    await setPassword(root);
    await root.getByRole('link', { name: 'People' }).waitFor();
    expect(root.url()).toBe(`${session.url}/`);
  });

  it('lets nobody in with a wrong password, and says so', async () => {
    await root.getByRole('button', { name: 'Sign out Rosa' }).click();
    await signIn(root, 'Rosa', 'not the password');
    await root.getByText('Name or password is wrong.').waitFor();
    await shoot(root, 'people-wrong');
    expect(await accessFaults(root)).toEqual([]);
    await signIn(root, 'rosa', PASSWORD);
    await root.getByRole('link', { name: 'People' }).waitFor();
  });

  it('adds somebody by a link that works once', async () => {
    await root.getByRole('link', { name: 'People' }).click();
    await root.getByRole('button', { name: 'Add somebody' }).click();
    await root.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Olga');
    await root.getByRole('button', { name: 'Add', exact: true }).click();
    await root.getByText('A link that sets a password').waitFor();
    await shoot(root, 'people-link');
    const link = await takeSecret(root);
    await root.getByText('No password yet').waitFor();
    operator = await openPage(session.browser, session.url);
    await operator.page.goto(link);
    await operator.page.getByText('Olga').waitFor();
    await setPassword(operator.page);
    await operator.page.getByRole('link', { name: 'Parts' }).waitFor();
    const { page: other } = await openPage(session.browser, session.url);
    await other.goto(link);
    await other.getByRole('heading', { name: 'This link is not valid' }).waitFor();
    expect(await other.getByRole('textbox').count()).toBe(0);
    await other.context().close();
  });
});

describe.skipIf(isAbsent)(`what people and programs may${absent}`, () => {
  it('makes a token for a program, which does what it may', async () => {
    await root.getByRole('tab', { name: 'Machines' }).click();
    await root.getByRole('button', { name: 'Add a machine' }).click();
    await root.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('loader');
    await root.getByRole('checkbox', { name: 'Change parts and versions' }).check();
    await root.getByRole('button', { name: 'Make a token' }).click();
    await root.getByText('The token', { exact: true }).waitFor();
    const token = await takeSecret(root);
    await root.getByRole('cell', { name: 'loader' }).waitFor();
    await shoot(root, 'people-machines');
    const { api } = createStationClient(session.url, {
      headers: { authorization: `Bearer ${token}` },
    });
    ({ id: part } = await readAnswer(api.parts.$post({ json: { name: 'washer' } })));
    const body = new Uint8Array(encodePart(await smallPart()));
    const versions = api.parts[':part'].versions;
    await readAnswer(versions.$post({ param: { part }, query: {} }, { init: { body } }));
    expect((await api.parts.$get({ query: {} })).status).toBe(403);
  });

  it('has no button by which an operator activates a version, and refuses it', async () => {
    const { page } = operator;
    await page.goto(`${session.url}/parts/${part}`);
    await page.getByRole('heading', { name: 'Version 1' }).waitFor();
    expect(await page.getByRole('button', { name: 'Activate' }).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'People' }).count()).toBe(0);
    const status = await page.evaluate<number>(
      `fetch('/api/parts/${part}/versions/1/activate', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"reason":""}',
      }).then(({ status }) => status)`,
    );
    expect(status).toBe(403);
    await shoot(page, 'people-operator');
  });

  it('shows two people at once what each of them may do', async () => {
    await root.goto(`${session.url}/parts/${part}`);
    await root.getByRole('heading', { name: 'Version 1' }).waitFor();
    await root.getByRole('button', { name: 'Activate' }).click();
    await root.getByRole('dialog').getByRole('button', { name: 'Activate' }).click();
    const lead = operator.page.getByText('Version 1 judges').first();
    await lead.waitFor();
    expect(await lead.isVisible()).toBe(true);
  });
});

describe.skipIf(isAbsent)(`an account of a station${absent}`, () => {
  it('changes one’s own password, and ends other sessions', async () => {
    const { page } = operator;
    await page.getByRole('link', { name: 'Account of Olga' }).click();
    await page.getByText('This one').waitFor();
    await page.getByRole('textbox', { name: 'Current password' }).fill('wrong password');
    await page.getByRole('textbox', { name: 'New password' }).fill(`${PASSWORD} 2`);
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText('The current password is wrong.').waitFor();
    await page.getByRole('textbox', { name: 'Current password' }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText('The password is changed.').waitFor();
    await shoot(page, 'people-account');
    expect(await accessFaults(page)).toEqual([]);
  });

  it('signs out at once whoever is disabled', async () => {
    await root.goto(`${session.url}/people`);
    const row = root.getByRole('row', { name: /Olga/ });
    await row.waitFor();
    await shoot(root, 'people');
    expect(await accessFaults(root)).toEqual([]);
    await row.getByRole('button', { name: 'Disable' }).click();
    await root.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
    await row.getByText('Disabled').waitFor();
    await operator.page.getByRole('link', { name: 'History' }).click();
    await operator.page.getByRole('heading', { name: 'Sign in to fewgood' }).waitFor();
  });
});

describe.skipIf(isAbsent)(`the page of people${absent}`, () => {
  it('is there in German, in the dark and on a tablet', async () => {
    const state = await root.context().storageState();
    const { page } = await openPage(session.browser, session.url, {
      storageState: state,
      viewport: { width: 1024, height: 768 },
      locale: 'de-DE',
    });
    await page.getByRole('button', { name: german.shell.dark }).click();
    await page.getByRole('link', { name: german.shell.people }).click();
    await page.getByRole('row', { name: /Olga/ }).getByText(german.people.state.disabled).waitFor();
    await shoot(page, 'people-german');
    expect(await accessFaults(page)).toEqual([]);
    const body = await page.evaluate<number>('document.documentElement.scrollWidth');
    expect(body).toBeLessThanOrEqual(1024);
    await page.getByRole('tab', { name: german.people.tab.machines }).click();
    await page.getByRole('button', { name: german.machines.add.title }).click();
    await page.getByRole('checkbox', { name: german.machines.scope.inspect }).waitFor();
    await shoot(page, 'people-german-token');
    await page.context().close();
  });

  it('breaks no rule of the page, and asks nobody else', () => {
    const { watched } = session;
    // The browser tells of every answer that is a refusal.
    const faults = [...watched.faults, ...operator.faults].filter(
      (text) => !/status of (400|401|403)/.test(text),
    );
    expect(faults).toEqual([]);
    expect([...watched.foreign, ...operator.foreign]).toEqual([]);
  });
});
