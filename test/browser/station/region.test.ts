import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createStationClient,
  readAnswer,
  type StationClient,
} from '../../../packages/station/src/api/index.ts';
import type { RgbImage } from '../../../src/image/rgb-image.ts';
import { encodePng } from '../../../src/node/image/image-encoder.ts';
import { findChromium, NO_CHROMIUM } from '../../../studies/browser/chromium.ts';
import { drawParts, striped } from '../../helpers/small-part.ts';
import { shoot } from './page-shots.ts';
import { openSession, type PageSession } from './page-session.ts';
import { accessFaults } from './watched-page.ts';

const isAbsent = findChromium() === undefined;
const absent = isAbsent ? ` (left out: ${NO_CHROMIUM})` : '';

const parts = drawParts({ count: 4, size: 256 });
const [good = null] = parts;
if (good === null) throw new Error('No picture was drawn');

/** Upside down. */
function turned({ data, width, height }: RgbImage): RgbImage {
  const pixels = Uint8Array.from(
    data,
    (_, i) => data[data.length - 3 * (1 + Math.floor(i / 3)) + (i % 3)] ?? 0,
  );
  return { data: pixels, width, height };
}

/** Stripes at the upper left, and at the lower right. */
const outside = { name: 'outside.png', image: striped(good.image) };
const inside = { name: 'inside.png', image: turned(striped(turned(good.image))) };

async function file({ name, image }: (typeof parts)[number]) {
  return { name, mimeType: 'image/png', buffer: Buffer.from(await encodePng(image)) };
}

let session: PageSession;
let page: Page;
let client: StationClient;

beforeAll(async () => {
  if (isAbsent) return;
  session = await openSession(good.image);
  ({ page } = session.watched);
  client = createStationClient(session.url);
});
afterAll(async () => session?.close());

const canvas = () =>
  page.getByRole('img', { name: /^Golden sample .* on which shapes are drawn$/ });
const shapes = () => page.getByRole('list', { name: 'Shapes', exact: true }).getByRole('listitem');
const shape = (text: string) => shapes().filter({ hasText: text });
const tool = async (name: string) => page.getByRole('button', { name, exact: true }).click();

/** Places of the picture, in pixels of the screen. */
async function placesOf(shares: readonly (readonly [number, number])[]) {
  await canvas().scrollIntoViewIfNeeded();
  const box = await canvas().boundingBox();
  if (box === null) throw new Error('Nothing to draw on');
  return shares.map(([x, y]) => [box.x + x * box.width, box.y + y * box.height] as const);
}

async function drag(from: readonly [number, number], to: readonly [number, number]) {
  const [start, end] = await placesOf([from, to]);
  if (start === undefined || end === undefined) throw new Error('No places');
  await page.mouse.move(...start);
  await page.mouse.down();
  await page.mouse.move(...end, { steps: 5 });
  await page.mouse.up();
}

/** What the newest version of the part was learned with. */
async function learnedSummary() {
  const [part] = (await readAnswer(client.api.parts.$get({ query: {} }))).items;
  const param = { part: part?.id ?? '' };
  const { versions } = client.api.parts[':part'];
  return (await readAnswer(versions.$get({ param, query: {} }))).items[0]?.summary;
}

describe.skipIf(isAbsent)(`drawing where to look in the page of a station${absent}`, () => {
  it('is there once there are pictures, and need not be done', async () => {
    await page.getByRole('link', { name: 'Learn a part' }).click();
    await page.getByText('Once there are golden samples that this browser can show').waitFor();
    await page.getByRole('textbox', { name: 'Name of the part' }).fill('washer');
    await page
      .getByLabel('Pictures')
      .last()
      .setInputFiles(await Promise.all(parts.map(file)));
    await tool('Draw where to look');
    await canvas().waitFor();
    expect(await page.getByRole('button', { name: 'Undo' }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Learn', exact: true }).isDisabled()).toBe(false);
  });

  it('takes a rectangle by mouse, and undoes it', async () => {
    await drag([0.6, 0.2], [0.9, 0.8]);
    await shape('Region: rectangle').waitFor();
    await tool('Undo');
    await shapes().first().waitFor({ state: 'detached' });
    await tool('Redo');
    await shape('Region: rectangle').waitFor();
    // The corner at the upper left, to the middle above; what is drawn twice is there once.
    await drag([0.6, 0.2], [0.5, -0.02]);
    await drag([0.9, 0.8], [1.02, 1.02]);
    expect(await shapes().count()).toBe(1);
    await page
      .getByRole('button', { name: 'Region, corner 1: 50% across, 0% down' })
      .and(page.locator(':enabled'))
      .waitFor();
    expect(await accessFaults(page)).toEqual([]);
  });

  it('takes a polygon by clicks, and gives it up by Escape', async () => {
    await page.getByText('Ignore', { exact: true }).click();
    await page.getByText('Polygon', { exact: true }).click();
    const corners = [
      [0.85, 0.05],
      [0.95, 0.05],
      [0.95, 0.15],
    ] as const;
    const [first, ...others] = await placesOf(corners);
    if (first === undefined) throw new Error('No places');
    for (const place of [first, ...others]) await page.mouse.click(...place);
    await page.keyboard.press('Escape');
    expect(await shapes().count()).toBe(1);
    for (const place of [first, ...others, first]) await page.mouse.click(...place);
    await shape('Ignored area 1: polygon with 3 corners').waitFor();
  });
});

describe.skipIf(isAbsent)(`drawing where to look without a mouse${absent}`, () => {
  it('is done by keys alone, too', async () => {
    await page.getByText('Rectangle', { exact: true }).click();
    await page.getByRole('button', { name: 'Insert a shape' }).focus();
    await page.keyboard.press('Enter');
    const corner = (where: string) =>
      page.getByRole('button', { name: `Ignored area 2, corner 3: ${where}` });
    await corner('60% across, 60% down').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowUp');
    await corner('61% across, 55% down').waitFor();
    await page.keyboard.press('+');
    await shape('Ignored area 2: polygon with 5 corners').waitFor();
    await page.keyboard.press('Delete');
    await shape('Ignored area 2: polygon with 4 corners').waitFor();
    await page.getByRole('button', { name: /^Move Ignored area 2/ }).focus();
    await page.keyboard.press('Delete');
    await shapes().nth(2).waitFor({ state: 'detached' });
    expect(await shapes().count()).toBe(2);
  });

  it('shows it over each of the pictures', async () => {
    const flip = page.getByRole('list', { name: 'Golden sample below the shapes' });
    const third = flip.getByRole('button').nth(2);
    await third.click();
    expect(await third.getAttribute('aria-pressed')).toBe('true');
    await page.getByRole('img', { name: new RegExp(parts[2]?.name ?? '') }).waitFor();
    expect(await accessFaults(page)).toEqual([]);
    await shoot(page, 'region');
  });
});

describe.skipIf(isAbsent)(`a part that says where to look${absent}`, () => {
  it('learns what was drawn', async () => {
    await page.getByText('Always the same').click();
    await page.getByRole('button', { name: 'Learn', exact: true }).click();
    await page.getByRole('heading', { name: 'Version 1' }).waitFor({ timeout: 300_000 });
    await page.getByText('looks at a region without 1 area').waitFor();
    const area = (await learnedSummary())?.lookArea;
    expect(area?.include?.[0]).toEqual([expect.closeTo(0.5, 2), 0]);
    expect(area?.include?.[2]).toEqual([1, 1]);
    expect(area?.ignore).toHaveLength(1);
    await page.getByRole('button', { name: 'Activate' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Activate' }).click();
    await page.getByText('Version 1 judges.').waitFor();
    await shoot(page, 'region-version');
  });

  it('passes a defect outside, fails one inside, and shows where it looks', async () => {
    await page.getByRole('link', { name: 'Inspect' }).click();
    const chooser = page.getByLabel('Pictures').last();
    await chooser.setInputFiles(await file(outside));
    await page.getByRole('button', { name: /^Show outside\.png: Pass/ }).waitFor();
    await chooser.setInputFiles(await file(inside));
    await page.getByRole('button', { name: /^Show inside\.png: Fail/ }).waitFor();
    await page.getByRole('img', { name: 'Where the part looks' }).waitFor();
    expect(await accessFaults(page)).toEqual([]);
    await shoot(page, 'region-inspect');
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByRole('link', { name: 'inside.png' }).click();
    await page.getByRole('img', { name: 'Where the part looks' }).waitFor();
    await page.getByRole('switch', { name: 'Show what differs' }).click();
    await page.getByRole('img', { name: 'Where the part looks' }).waitFor({ state: 'detached' });
  });

  it('lets the next version begin with it', async () => {
    await page.getByRole('link', { name: 'Parts' }).click();
    await page
      .getByRole('link', { name: /washer/ })
      .first()
      .click();
    await page.getByRole('link', { name: 'Learn a new version' }).click();
    await page
      .getByLabel('Pictures')
      .last()
      .setInputFiles(await Promise.all(parts.map(file)));
    await shapes().nth(1).waitFor();
    expect(await shapes().allTextContents()).toEqual([
      'Region: rectangle',
      'Ignored area 1: polygon with 3 corners',
    ]);
    await tool('Clear');
    await shapes().first().waitFor({ state: 'detached' });
  });
});

describe.skipIf(isAbsent)(`a part whose light and place are told${absent}`, () => {
  it('is learned with what was chosen', async () => {
    await page.getByText('Always the same').click();
    await page.getByText('Slope, too', { exact: true }).click();
    await page.getByText('The same, and light that falls off to one side.').waitFor();
    await page.getByRole('switch', { name: 'Measure how the part lies' }).click();
    // A washer looks alike at every angle, so that a limit of it would be refused.
    await page.getByRole('textbox', { name: 'Fails if moved by more than' }).fill('20');
    expect(await accessFaults(page)).toEqual([]);
    await shoot(page, 'learn-settings');
    await page.getByRole('button', { name: 'Learn', exact: true }).click();
    await page.getByRole('heading', { name: 'Version 2' }).waitFor({ timeout: 120_000 });
    await page.getByText(/light: Slope, too · measures how parts lie, at most 20 px ·/).waitFor();
    expect(await learnedSummary()).toMatchObject({
      lookArea: null,
      light: { method: 'even', flat: false },
      alignment: { maxAngle: null, maxOffset: { value: 20, unit: 'px' }, regionMoves: false },
    });
  });

  it('tells how it lies with each inspection', async () => {
    await page.getByRole('button', { name: 'Activate' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Activate' }).click();
    await page.getByText('Version 2 judges.').waitFor();
    await page.getByRole('link', { name: 'Inspect' }).click();
    const placed = { name: 'placed.png', image: good.image };
    await page
      .getByLabel('Pictures')
      .last()
      .setInputFiles(await file(placed));
    await page.getByRole('button', { name: /^Show placed\.png: Pass/ }).waitFor();
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByRole('link', { name: 'placed.png' }).click();
    await page.getByText('Lies', { exact: true }).waitFor();
    const place = page.getByText(/^(turned .*)?moved .* px, scale|^not known$/);
    await place.waitFor();
    expect(await place.count()).toBe(1);
  });

  it('broke no rule of its policy', () => {
    expect(session.watched.foreign).toEqual([]);
    expect(session.watched.faults).toEqual([]);
  });
});
