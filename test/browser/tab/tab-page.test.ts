import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { RgbImage } from '../../../src/image/rgb-image.ts';
import { encodePart } from '../../../src/inspection/part-file.ts';
import { findChromium, NO_CHROMIUM, startChromium } from '../../../studies/browser/chromium.ts';
import { accessFaults, openPage } from '../station/watched-page.ts';
import {
  chooser,
  defective,
  drawn,
  good,
  inNode,
  judge,
  learnPart,
  partFile,
  partOfNode,
  pictureFile,
  saved,
} from './tab-actions.ts';
import { auditTab, fitPhones } from './tab-audit.ts';
import { changeInTab, reviewInTab } from './tab-review.ts';
import { openTabSession, type TabSession } from './tab-session.ts';
import { twoTabs } from './tab-twice.ts';

const isAbsent = findChromium() === undefined;
const absent = isAbsent ? ` (left out: ${NO_CHROMIUM})` : '';

/** Folder for pictures of the page, if somebody wants to look at them. */
const shots = process.env['FEWGOOD_SHOTS'];

/** Side of what the camera sees, pixels: large, so that not every frame can be judged. */
const SEEN = 1024;

/** The picture at that size, each pixel as a square. */
function enlarged({ data, width }: RgbImage): RgbImage {
  const large = new Uint8Array(3 * SEEN * SEEN);
  for (let y = 0; y < SEEN; y += 1) {
    for (let x = 0; x < SEEN; x += 1) {
      const from = Math.floor((y * width) / SEEN) * width + Math.floor((x * width) / SEEN);
      large.set(data.subarray(3 * from, 3 * from + 3), 3 * (y * SEEN + x));
    }
  }
  return { data: large, width: SEEN, height: SEEN };
}

/** What of the exported history these tests look at. */
const rowSchema = z.object({
  name: z.string(),
  outcome: z.string(),
  score: z.number().nullable(),
  part: z.string(),
});

let session: TabSession;
let page: Page;
beforeAll(async () => {
  if (isAbsent) return;
  session = await openTabSession(enlarged(defective.image));
  ({ page } = session.watched);
});
afterAll(async () => session?.close());

const result = (): Locator =>
  page.getByRole('region', { name: 'Result', exact: true }).getByRole('status');

async function shoot(name: string): Promise<void> {
  if (shots !== undefined) await page.screenshot({ path: `${shots}/${name}.png` });
}

/** How many frames of a kind the page counts. */
async function frames(kind: string): Promise<number> {
  const text = (await page.locator(`[data-count="${kind}"]`).textContent()) ?? '';
  return Number(text.replaceAll(/\D/g, ''));
}

/** Scores and outcomes of the history, by picture, of a part; the newest of each. */
async function judged(part: string): Promise<ReadonlyMap<string, z.infer<typeof rowSchema>>> {
  await page.getByRole('link', { name: 'History' }).click();
  await page.getByRole('button', { name: 'Export' }).click();
  const json = page.getByRole('menuitem', { name: /^JSON/ });
  const text = (await saved(page, async () => json.click())).toString();
  await page.keyboard.press('Escape');
  const rows = text
    .trim()
    .split('\n')
    .map((line) => rowSchema.parse(JSON.parse(line)))
    .filter((row) => row.part === part);
  return new Map(rows.toReversed().map((row) => [row.name, row]));
}

describe.skipIf(isAbsent)(`the page of the browser tab, as it is loaded${absent}`, () => {
  auditTab(() => session);
});

describe.skipIf(isAbsent)(`the page of the browser tab${absent}`, () => {
  it('runs with threads, and leaves out what needs a station', async () => {
    await page.getByRole('link', { name: 'Learn a part' }).waitFor();
    expect(await page.evaluate('crossOriginIsolated')).toBe(true);
    expect(await page.getByRole('link', { name: 'Charts' }).count()).toBe(0);
  });

  it('learns a part from four pictures, looked at before', async () => {
    await learnPart(page, 'washer', await Promise.all(drawn.slice(0, 4).map(pictureFile)));
    await page.getByText('Version 1 judges.').waitFor();
    expect(await accessFaults(page)).toEqual([]);
  });

  it('judges a defective one', async () => {
    await page.getByRole('link', { name: 'Inspect' }).click();
    await judge(page, defective);
    expect(await result().textContent()).not.toBe('Pass');
    expect(await page.getByRole('img', { name: /tinted|differs/ }).count()).toBeGreaterThan(0);
    expect(await accessFaults(page)).toEqual([]);
  });
});

describe.skipIf(isAbsent)(`live frames in the browser tab${absent}`, () => {
  it('judges the camera live, and counts what it leaves out', async () => {
    await page.getByText('Live', { exact: true }).click();
    await expect.poll(async () => frames('judged'), { timeout: 120_000 }).toBeGreaterThan(2);
    const live = page.getByRole('region', { name: 'Live result' });
    expect(await live.getByText('Pass', { exact: true }).count()).toBe(0);
    const canvas = page.getByRole('img', { name: 'Newest frame that was judged' });
    expect(
      await canvas.evaluate((node) => (node instanceof HTMLCanvasElement ? node.width : 0)),
    ).toBe(SEEN);
    // One is judged for longer than the next takes to come.
    await expect.poll(async () => frames('dropped'), { timeout: 120_000 }).toBeGreaterThan(0);
    expect(await accessFaults(page)).toEqual([]);
  });

  it('goes on with live frames after it was in the background', async () => {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
    await cdp.send('Page.setWebLifecycleState', { state: 'active' });
    const before = await frames('judged');
    await expect
      .poll(async () => frames('judged'), { timeout: 120_000 })
      .toBeGreaterThan(before + 1);
    await page.getByText('Files', { exact: true }).click();
  });
});

describe.skipIf(isAbsent)(`what the browser tab shares${absent}`, () => {
  it('tells another tab of what it judged', async () => {
    const other = await page.context().newPage();
    await other.goto(session.origin);
    await other
      .getByRole('button', { name: /^Show striped\.png/ })
      .first()
      .waitFor();
    await judge(other, good);
    const shown = page.getByRole('button', { name: /^Show good\.png/ });
    await shown.waitFor();
    expect(await shown.count()).toBe(1);
    await other.close();
  });

  it('gives a part that Node judges by alike', async () => {
    const scores = await judged('washer');
    await page.getByRole('link', { name: 'Parts' }).click();
    await page.getByRole('link', { name: /washer/ }).click();
    const bytes = await saved(page, async () =>
      page.getByRole('button', { name: /Export/ }).click(),
    );
    for (const { name, image } of [good, defective]) {
      const { verdict, score } = await inNode(new Uint8Array(bytes), image);
      const own = scores.get(name);
      expect([name, own?.outcome]).toEqual([name, verdict]);
      expect(Math.abs((own?.score ?? 0) / score - 1)).toBeLessThan(1e-4);
    }
  });

  it('judges as Node does by a part that Node learned', async () => {
    const part = encodePart(await partOfNode());
    await page.getByRole('link', { name: 'Parts' }).click();
    await page
      .getByLabel('Import a part file')
      .first()
      .setInputFiles(partFile('of-node.part', part));
    await page.getByRole('button', { name: 'Activate' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Activate' }).click();
    await page.getByText('Version 1 judges.').waitFor();
    await page.getByRole('link', { name: 'Inspect' }).click();
    await page.getByRole('combobox', { name: 'Part' }).click();
    await page.getByRole('option', { name: 'of-node' }).click();
    await judge(page, good);
    await judge(page, defective);
    const scores = await judged('of-node');
    for (const { name, image } of [good, defective]) {
      const { verdict, score } = await inNode(part, image);
      expect([name, scores.get(name)?.outcome]).toEqual([name, verdict]);
      expect(Math.abs((scores.get(name)?.score ?? 0) / score - 1)).toBeLessThan(1e-4);
    }
  });

  it('writes a report of what it judged', async () => {
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByRole('button', { name: 'Export' }).click();
    const item = page.getByRole('menuitem', { name: /^Report/ });
    const html = (await saved(page, async () => item.click())).toString();
    expect(html).toContain('striped.png');
    expect(html).toMatch(/<\/html>\s*$/);
    await page.keyboard.press('Escape');
  });
});

describe.skipIf(isAbsent)(`reviewing in the browser tab${absent}`, () => {
  reviewInTab(() => page, shoot);
  changeInTab(() => page, shoot);
});

describe.skipIf(isAbsent)(`two browser tabs that write at once${absent}`, () => {
  twoTabs(
    () => page,
    () => session,
  );
});

describe.skipIf(isAbsent)(`pages of the browser tab on phones${absent}`, () => {
  fitPhones(() => session, shoot);
});

describe.skipIf(isAbsent)(`what the browser tab goes without${absent}`, () => {
  it('says so when the browser has no room, and goes on', async () => {
    const cdp = await page.context().newCDPSession(page);
    await page.getByRole('link', { name: 'Inspect', exact: true }).click();
    await chooser(page).waitFor({ state: 'attached' });
    const { origin } = session;
    await cdp.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1000 });
    await chooser(page).setInputFiles(await pictureFile({ ...good, name: 'no-room.png' }));
    await page.getByText('no-room.png was not taken in.').waitFor();
    await page.getByText(/the storage of this page is full/).waitFor();
    await cdp.send('Storage.overrideQuotaForOrigin', { origin });
    await page.getByRole('button', { name: 'Send again' }).click();
    const taken = page.getByRole('button', { name: /^Show no-room\.png: (?!Waiting)/ });
    await taken.waitFor();
    expect(await taken.count()).toBe(1);
  });

  it('says so when the camera is refused', async () => {
    // Without a hand that allows it, Chromium refuses in this mode.
    const browser = await startChromium(['--use-fake-device-for-media-stream']);
    const watched = await openPage(browser, session.origin);
    await watched.page.getByRole('link', { name: 'Learn a part' }).click();
    await watched.page.getByRole('button', { name: 'Take them with this camera' }).click();
    await watched.page.getByRole('button', { name: 'Start the camera' }).click();
    const told = watched.page.getByText('The browser may not use the camera.');
    await told.waitFor();
    expect(await told.count()).toBe(1);
    await browser.close();
  });

  it('opens and judges without a network', async () => {
    await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
    await session.cutOff();
    await page.context().setOffline(true);
    await page.reload();
    await page
      .getByRole('button', { name: /^Show striped\.png/ })
      .first()
      .waitFor();
    expect(await page.evaluate('crossOriginIsolated')).toBe(true);
    await judge(page, { ...defective, name: 'offline.png' });
    expect(await result().textContent()).not.toBe('Pass');
  });

  it('asked no other origin, and broke no rule of its policy', () => {
    expect(session.watched.foreign).toEqual([]);
    expect(session.watched.faults).toEqual([]);
  });
});
