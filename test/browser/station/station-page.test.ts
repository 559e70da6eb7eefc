import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { encodePng } from '../../../src/node/image/image-encoder.ts';
import { findChromium, NO_CHROMIUM } from '../../../studies/browser/chromium.ts';
import { drawParts, striped } from '../../helpers/small-part.ts';
import { firstLoad } from './first-load.ts';
import { openSession, type PageSession } from './page-session.ts';
import { shoot } from './page-shots.ts';
import { accessFaults, openPage } from './watched-page.ts';

const isAbsent = findChromium() === undefined;
const absent = isAbsent ? ` (left out: ${NO_CHROMIUM})` : '';

const parts = drawParts({ count: 6, size: 256 });
const [, , , , next = parts[0]] = parts;
if (next === undefined) throw new Error('No picture was drawn');
const defective = { name: 'striped.png', image: striped(next.image) };

/** What of the German texts these tests look for. */
const german = z
  .object({
    shell: z.object({
      inspect: z.string(),
      dark: z.string(),
      connection: z.object({ live: z.string(), lost: z.string() }),
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

/** What of the station's list these tests look at. */
const listSchema = z.object({
  items: z.array(z.object({ verdict: z.enum(['pass', 'fail', 'cannot judge']) })),
});

/** A picture as a person chooses it. */
async function file({ name, image }: (typeof parts)[number]) {
  return { name, mimeType: 'image/png', buffer: Buffer.from(await encodePng(image)) };
}

let session: PageSession;
let page: Page;
beforeAll(async () => {
  if (isAbsent) return;
  session = await openSession(next.image);
  ({ page } = session.watched);
});
afterAll(async () => session?.close());

/** Where pictures are chosen. */
const chooser = (): Locator => page.getByLabel('Pictures').last();
/** Results in the strip, the newest first. */
const strip = (of: Page): Locator =>
  of.getByRole('region', { name: 'Last results' }).getByRole('button');

describe.skipIf(isAbsent)(`learning a part in the page of a station${absent}`, () => {
  it('loads less than 400 kB at first', async () => {
    await page.getByRole('link', { name: 'Learn a part' }).waitFor();
    const bytes = await firstLoad(session.dist, page);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(400_000);
  });

  it('tells a newcomer what to do', async () => {
    await page.getByRole('link', { name: 'Learn a part' }).click();
    await page.getByRole('heading', { name: 'Learn a part' }).waitFor();
    expect(await page.getByRole('button', { name: 'Learn', exact: true }).isDisabled()).toBe(true);
  });

  it('says at once that two files are the same', async () => {
    const [first] = await Promise.all(parts.slice(0, 1).map(file));
    if (first === undefined) throw new Error('No picture was drawn');
    await chooser().setInputFiles([first, { ...first, name: 'again.png' }]);
    await page.getByText(`The same file as ${first.name}`).waitFor();
    // Of two that are the same, one counts.
    await page.getByText('One picture alone').waitFor();
    await page.getByRole('button', { name: 'Remove again.png' }).click();
    await page.getByText(`The same file as ${first.name}`).waitFor({ state: 'detached' });
    expect(await accessFaults(page)).toEqual([]);
  });

  it('learns a part from four pictures', async () => {
    await page.getByRole('textbox', { name: 'Name of the part' }).fill('washer');
    await chooser().setInputFiles(await Promise.all(parts.slice(1, 4).map(file)));
    const tiles = page.getByRole('list', { name: 'Chosen golden samples' }).getByRole('listitem');
    await tiles.nth(3).waitFor();
    expect(await tiles.count()).toBe(4);
    await page.getByRole('button', { name: 'Learn', exact: true }).click();
    await page.getByRole('heading', { name: 'Version 1' }).waitFor({ timeout: 300_000 });
    expect(await page.getByText('The threshold is provisional').count()).toBe(1);
    const scores = page.getByRole('figure', { name: /Each golden sample/ }).getByRole('listitem');
    expect(await scores.count()).toBe(4);
    expect(await accessFaults(page)).toEqual([]);
  });

  it('asks before a version judges', async () => {
    await page.getByRole('button', { name: 'Activate' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    expect(await accessFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Activate' }).click();
    await page.getByText('Version 1 judges.').waitFor();
    expect(await page.getByRole('button', { name: 'Activate' }).count()).toBe(0);
  });
});

describe.skipIf(isAbsent)(`inspecting in the page of a station${absent}`, () => {
  it('shows the verdict that the station gave', async () => {
    await page.getByRole('link', { name: 'Inspect' }).click();
    await chooser().setInputFiles(await file(defective));
    await page.getByRole('button', { name: /^Show striped\.png: (?!Waiting)/ }).waitFor();
    const answer = await page.request.get(`${session.url}/api/inspections`);
    const { items } = listSchema.parse(await answer.json());
    const words = { pass: 'Pass', fail: 'Fail', 'cannot judge': 'Cannot judge' };
    const word = words[items[0]?.verdict ?? 'pass'];
    const result = page.getByRole('region', { name: 'Result', exact: true });
    expect(await result.getByRole('status').textContent()).toBe(word);
    expect(word).not.toBe('Pass');
    expect(await accessFaults(page)).toEqual([]);
  });

  it('offers what was inspected as golden samples of a new version', async () => {
    await page.getByRole('link', { name: 'Parts' }).click();
    await page.getByRole('link', { name: /washer/ }).click();
    await page.getByRole('link', { name: 'Learn a new version' }).click();
    await page.getByRole('button', { name: 'From past inspections' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox', { name: defective.name }).check();
    expect(await accessFaults(page)).toEqual([]);
    await shoot(page, 'learn-past');
    await dialog.getByRole('button', { name: 'Add 1 picture' }).click();
    const tiles = page.getByRole('list', { name: 'Chosen golden samples' }).getByRole('listitem');
    await tiles.getByText(defective.name).waitFor();
    await page.getByRole('link', { name: 'Inspect' }).click();
  });

  it('judges what the camera sees when the space bar is pressed, and tells others', async () => {
    const other = await openPage(session.browser, session.url);
    await strip(other.page).first().waitFor();
    await page.getByText('Camera', { exact: true }).click();
    const button = page.getByRole('button', { name: 'Inspect', exact: true });
    await button.and(page.locator(':enabled')).waitFor();
    await page.keyboard.press('Space');
    const taken = { name: /^Show camera-.*: (?!Waiting)/ };
    await page.getByRole('button', taken).waitFor();
    await other.page.getByRole('button', taken).waitFor();
    expect(await strip(page).count()).toBe(2);
    expect(await accessFaults(page)).toEqual([]);
    await other.page.context().close();
  });

  it('is the same after a reload in the middle', async () => {
    await page.reload();
    await strip(page).nth(1).waitFor();
    expect(await strip(page).count()).toBe(2);
  });

  it('says of a file that is no picture what is wrong', async () => {
    const buffer = Buffer.from('no picture at all');
    await chooser().setInputFiles({ name: 'broken.png', mimeType: 'image/png', buffer });
    await page
      .getByText('broken.png was not taken in.')
      .or(page.getByRole('button', { name: 'Show broken.png: Error' }))
      .waitFor();
    expect(await accessFaults(page)).toEqual([]);
  });
});

describe.skipIf(isAbsent)(`looking back in the page of a station${absent}`, () => {
  it('searches the history, in the address too', async () => {
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByRole('row').nth(2).waitFor();
    await page.getByRole('searchbox', { name: 'Name of the picture' }).fill('striped');
    await page.waitForURL(/text=striped/);
    await page.getByRole('row').nth(2).waitFor({ state: 'detached' });
    expect(await accessFaults(page)).toEqual([]);
    await page.getByRole('link', { name: 'striped.png' }).click();
    await page.getByRole('heading', { name: 'striped.png' }).waitFor();
    expect(await accessFaults(page)).toEqual([]);
  });

  it('shows what another threshold would have done', async () => {
    await page.getByRole('link', { name: 'Threshold' }).click();
    const slider = page.getByRole('slider', { name: 'Threshold to look at' });
    await slider.press('Home');
    await page.getByText(/^0 × the part/).waitFor();
    await page.getByText('Nobody has confirmed a good picture yet.').waitFor();
    expect(await accessFaults(page)).toEqual([]);
  });

  it('speaks German, and is dark, by choice', async () => {
    await page.getByRole('button', { name: 'Language' }).click();
    await page.getByRole('menuitem', { name: 'Deutsch' }).click();
    await page.getByRole('link', { name: german.shell.inspect }).click();
    await page.getByRole('button', { name: german.shell.dark }).click();
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark');
    expect(await accessFaults(page)).toEqual([]);
  });

  it('says that the station is gone, and goes on when it is back', async () => {
    const { lost, live } = german.shell.connection;
    const gone = page.getByText(lost, { exact: true });
    await session.restart(async () => gone.waitFor());
    await page.getByText(live, { exact: true }).waitFor();
    expect(await gone.count()).toBe(0);
  });

  it('asked no other origin, and broke no rule of its policy', () => {
    expect(session.watched.foreign).toEqual([]);
    // What a browser says of a station that is gone, and of a picture that it refused.
    const faults = session.watched.faults.filter(
      (fault) => !/ERR_|Failed to load resource/.test(fault),
    );
    expect(faults).toEqual([]);
  });
});
