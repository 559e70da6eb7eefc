import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createStationClient,
  readAnswer,
  type StationClient,
} from '../../../packages/station/src/api/index.ts';
import { findChromium, NO_CHROMIUM } from '../../../studies/browser/chromium.ts';
import { drawParts, striped } from '../../helpers/small-part.ts';
import { shoot } from './page-shots.ts';
import { addJudgingPart, sendPicture } from './judging-part.ts';
import { openSession, type PageSession } from './page-session.ts';
import { accessFaults, openPage, type WatchedPage } from './watched-page.ts';

const isAbsent = findChromium() === undefined;
const absent = isAbsent ? ` (left out: ${NO_CHROMIUM})` : '';

const parts = drawParts({ count: 8, size: 256 });
const [first = null] = parts;
if (first === null) throw new Error('No picture was drawn');

let session: PageSession;
let page: Page;
let client: StationClient;
let part = '';

/** Makes a part that judges, and lets it judge good pictures and bad ones. */
async function fill(): Promise<void> {
  part = await addJudgingPart(client, parts.slice(0, 4));
  for (const [index, { image }] of parts.entries()) await send(`good-${String(index)}`, image);
  for (const [index, { image }] of parts.slice(4, 7).entries()) {
    await send(`bad-${String(index)}`, striped(image));
  }
}

async function send(key: string, image: (typeof parts)[number]['image']) {
  return sendPicture(client, part, { key, image });
}

beforeAll(async () => {
  if (isAbsent) return;
  session = await openSession(first.image);
  ({ page } = session.watched);
  client = createStationClient(session.url);
  await fill();
});
afterAll(async () => session?.close());

/** The panel in which the picture that is looked at is decided on. */
const decision = (of: Page) => of.getByRole('region', { name: 'Decision' });
const changes = () => page.getByRole('region', { name: 'Changes of the part' });

async function activeVersion(): Promise<number | null> {
  return (await readAnswer(client.api.parts[':part'].$get({ param: { part } }))).activeVersion;
}

describe.skipIf(isAbsent)(`reviewing in the page of a station${absent}`, () => {
  it('has the oldest of what failed first, and takes a decision back', async () => {
    await page.getByRole('link', { name: 'Review' }).click();
    await decision(page).getByText('bad-0.png').waitFor();
    expect(await accessFaults(page)).toEqual([]);
    await shoot(page, 'queue');
    await page.getByRole('button', { name: 'Dark colours' }).click();
    await page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
    await expect.poll(async () => accessFaults(page)).toEqual([]);
    await shoot(page, 'queue-dark');
    await page.getByRole('button', { name: 'Light colours' }).click();
    await decision(page).getByRole('button', { name: 'Right: it is bad' }).click();
    await decision(page).getByText('bad-1.png').waitFor();
    const said = page.getByText('bad-0.png: right as judged.');
    await said.waitFor();
    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
    await said.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Show bad-0.png' }).click();
    await decision(page).getByText('bad-0.png').waitFor();
  });

  it('lets a picture that is good after all through the library’s checks and a replay', async () => {
    await page.keyboard.press('g');
    await changes().getByText('1 picture is good after all').waitFor();
    await changes().getByRole('button', { name: 'See what would change' }).click();
    await changes().getByText('Something stands against 1 picture').waitFor();
    expect(await accessFaults(page)).toEqual([]);
    await shoot(page, 'held');
    expect(await activeVersion()).toBe(1);
    await changes().getByRole('button', { name: 'I looked at each: take them' }).click();
    const flips = changes().getByRole('region', { name: 'Past verdicts that would be others' });
    await flips.getByRole('link', { name: 'bad-0.png' }).waitFor();
    expect(await accessFaults(page)).toEqual([]);
    await shoot(page, 'replay');
    expect(await activeVersion()).toBe(1);
  });

  it('applies it, and goes back', async () => {
    await changes().getByRole('button', { name: 'Apply as a new version' }).click();
    await changes().getByText('Version 2 judges now.').waitFor();
    expect(await activeVersion()).toBe(2);
    await shoot(page, 'applied');
    await changes().getByRole('button', { name: 'Undo: version 1 judges again' }).click();
    await changes().getByText('1 picture is good after all').waitFor();
    expect(await activeVersion()).toBe(1);
    await page.getByRole('tab', { name: 'Decisions' }).click();
    const row = page.getByRole('row', { name: /bad-0\.png Good after all/ });
    await row.getByRole('button', { name: 'Undo' }).click();
    await row.getByText('Taken back').waitFor();
    expect(await accessFaults(page)).toEqual([]);
    await page.getByRole('tab', { name: 'To review' }).click();
  });
});

describe.skipIf(isAbsent)(`a defect that passed, in the page of a station${absent}`, () => {
  it('takes a defect with what was painted over it', async () => {
    await page.getByRole('button', { name: 'Show bad-0.png' }).click();
    await page.getByRole('button', { name: 'Defect: regression picture' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name of the defect' }).fill('stripes');
    const painter = dialog.getByRole('img', { name: 'Painted area: nothing' });
    await painter.scrollIntoViewIfNeeded();
    const box = await painter.boundingBox();
    if (box === null) throw new Error('Nothing to paint on');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 3];
    await page.mouse.move(x - 60, y);
    await page.mouse.down();
    await page.mouse.move(x - 20, y + 20, { steps: 4 });
    await page.mouse.up();
    await dialog.getByRole('img', { name: 'Painted area: 1 stroke' }).waitFor();
    expect(await accessFaults(page)).toEqual([]);
    await shoot(page, 'mask');
    await dialog.getByRole('button', { name: 'Report' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: 'Regression pictures (1)' }).click();
    await page.getByRole('row', { name: /stripes/ }).waitFor();
    await shoot(page, 'regressions');
    const query = { decision: 'defect' as const };
    const [review] = (await readAnswer(client.api.reviews.$get({ query }))).items;
    expect(review).toMatchObject({ name: 'stripes', inspection: { name: 'bad-0.png' } });
    expect(review?.mask?.[0]?.points.length).toBeGreaterThan(1);
  });

  it('lets no version judge that passes it, unless somebody says why', async () => {
    await page.getByRole('link', { name: 'Parts' }).click();
    await page
      .getByRole('link', { name: /washer/ })
      .first()
      .click();
    const card = page.getByRole('article').filter({ hasText: 'Version 2' });
    await card.getByRole('button', { name: 'Activate' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Activate' }).click();
    await card.getByText('Regression pictures stand against this version: stripes.').waitFor();
    expect(await activeVersion()).toBe(1);
    expect(await accessFaults(page)).toEqual([]);
    await shoot(page, 'blocked');
    await card.getByRole('textbox', { name: 'Why it is to judge all the same' }).fill('a trial');
    await card.getByRole('button', { name: 'Activate all the same' }).click();
    await page.getByText('Version 2 judges.').waitFor();
    await page.getByRole('button', { name: 'Roll back' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Roll back' }).click();
    await page.getByText('Version 1 judges.').waitFor();
  });
});

describe.skipIf(isAbsent)(`versions of a part in the page of a station${absent}`, () => {
  it('lays a version beside the one that judges', async () => {
    await page.getByRole('link', { name: 'Parts' }).click();
    await page.getByRole('link', { name: /washer/ }).click();
    await page
      .getByRole('button', { name: /^Compare with version/ })
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    const threshold = dialog.getByRole('row', { name: /^Threshold/ }).getByRole('cell');
    await threshold.nth(1).waitFor();
    const [one, other] = await threshold.allTextContents();
    expect(Number(one)).toBeGreaterThan(0);
    expect(Number(other)).toBeGreaterThan(0);
    expect(await accessFaults(page)).toEqual([]);
    await shoot(page, 'versions-compared');
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('link', { name: 'Review' }).click();
  });
});

describe.skipIf(isAbsent)(`two people at one queue${absent}`, () => {
  let other: WatchedPage;

  it('loses no decision: who comes second is told who came first', async () => {
    other = await openPage(session.browser, session.url);
    // This page hears nothing of what happens meanwhile.
    await other.page.route('**/api/events', async (route) => route.abort());
    await other.page.goto(`${session.url}/review`);
    await decision(other.page).getByText('bad-1.png').waitFor();
    await page.goto(`${session.url}/review`);
    await decision(page).getByText('bad-1.png').waitFor();
    await page.keyboard.press('r');
    await decision(page).getByText('bad-2.png').waitFor();
    await decision(other.page).getByRole('button', { name: 'Good after all' }).click();
    await decision(other.page)
      .getByText(/^local decided meanwhile.*right as judged/)
      .waitFor();
    expect(await accessFaults(other.page)).toEqual([]);
    const query = { state: 'decided' as const, decision: 'right' as const };
    const { items } = await readAnswer(client.api.reviews.$get({ query }));
    expect(items.map(({ inspection }) => inspection.name)).toEqual(['bad-1.png']);
    await other.page.getByRole('button', { name: 'Next picture' }).click();
    await decision(other.page).getByText('bad-2.png').waitFor();
  });

  it('leaves the picture under the hand of whoever looks at it', async () => {
    await other.page.keyboard.press('r');
    // It came by the live events: another picture must not slip under a button.
    await decision(page)
      .getByText(/^local decided meanwhile/)
      .waitFor();
    expect(await decision(page).getByText('bad-2.png').count()).toBe(1);
    await other.page.context().close();
  });
});

describe.skipIf(isAbsent)(`setting a threshold in the page of a station${absent}`, () => {
  it('says what it does to known pictures, and how many are still needed', async () => {
    await page.getByRole('link', { name: 'Threshold' }).click();
    const slider = page.getByRole('slider', { name: 'Threshold to look at' });
    // Three bad ones: two confirmed, one reported.
    await page.getByText('0 of 3').waitFor();
    await page.getByText('59', { exact: true }).waitFor();
    expect(await accessFaults(page)).toEqual([]);
    await shoot(page, 'threshold');
    await slider.press('Home');
    for (let step = 0; step < 40; step += 1) await slider.press('ArrowRight');
    await page.getByRole('button', { name: /^See what .* would change/ }).click();
    await page.getByRole('heading', { name: 'What would change' }).waitFor();
    await page
      .getByText(/past verdicts would be other ones/)
      .first()
      .waitFor();
    expect(await activeVersion()).toBe(1);
    await shoot(page, 'threshold-replay');
  });

  it('sets it as a version, and goes back', async () => {
    await page.getByRole('button', { name: 'Apply as a new version' }).click();
    await page.getByText('Version 3 judges now.').waitFor();
    expect(await activeVersion()).toBe(3);
    await page.getByRole('button', { name: 'Undo: version 1 judges again' }).click();
    await page.getByText('Version 3 judges now.').waitFor({ state: 'detached' });
    expect(await activeVersion()).toBe(1);
  });

  it('broke no rule of its policy', () => {
    expect(session.watched.foreign).toEqual([]);
    // What the station refused is in the console of the browser.
    const faults = session.watched.faults.filter(
      (fault) => !/Failed to load resource.*409/.test(fault),
    );
    expect(faults).toEqual([]);
  });
});
