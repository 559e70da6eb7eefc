import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, NO_CHROMIUM, startChromium } from '../../../studies/browser/chromium.ts';
import { encodePng } from '../../../src/node/image/image-encoder.ts';
import { drawParts, smallModel, striped } from '../../helpers/small-part.ts';
import { cameraVideo } from './camera-video.ts';
import { firstLoad } from './first-load.ts';
import { type PageStation, startPageStation } from './page-station.ts';
import { accessFaults, openPage, type WatchedPage } from './watched-page.ts';

const root = new URL('../../..', import.meta.url).pathname;
/** The built page: that of FEWGOOD_PAGE, or one that is built first. */
const built = process.env['FEWGOOD_PAGE'];
const dist = built ?? join(root, 'apps/web/dist');
const isAbsent = findChromium() === undefined;
const absent = isAbsent ? ` (left out: ${NO_CHROMIUM})` : '';

const parts = drawParts({ count: 6, size: 256 });
const [, , , , next = parts[0]] = parts;
if (next === undefined) throw new Error('No picture was drawn');
const defective = { name: 'striped.png', image: striped(next.image) };

/** A picture as a person chooses it. */
async function file({ name, image }: (typeof parts)[number]) {
  return { name, mimeType: 'image/png', buffer: Buffer.from(await encodePng(image)) };
}

describe.skipIf(isAbsent)(`the page of a station${absent}`, () => {
  let folder = '';
  let station: PageStation;
  let browser: Browser;
  let watched: WatchedPage;
  let page: Page;
  const model = process.env['FEWGOOD_MODEL'];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fewgood-page-'));
    process.env['FEWGOOD_MODEL'] = join(folder, 'small.onnx');
    await writeFile(join(folder, 'small.onnx'), smallModel());
    await writeFile(join(folder, 'camera.y4m'), cameraVideo(next.image));
    if (built === undefined) {
      await promisify(execFile)('npm', ['run', '--silent', 'build', '-w', 'apps/web'], {
        cwd: root,
      });
    }
    station = await startPageStation(join(folder, 'data'), dist);
    browser = await startChromium([
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${join(folder, 'camera.y4m')}`,
    ]);
    watched = await openPage(browser, station.url);
    ({ page } = watched);
  }, 600_000);

  afterAll(async () => {
    await browser?.close();
    await station?.close();
    await rm(folder, { recursive: true });
    if (model === undefined) delete process.env['FEWGOOD_MODEL'];
    else process.env['FEWGOOD_MODEL'] = model;
  });

  /** Results in the strip, the newest first. */
  const strip = () => page.getByRole('region', { name: 'Last results' }).getByRole('button');

  it('loads less than 400 kB at first', async () => {
    await page.getByRole('link', { name: 'Learn a part' }).waitFor();
    const bytes = await firstLoad(dist, page);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(400_000);
  });

  it('tells a newcomer what to do', async () => {
    await page.getByRole('link', { name: 'Learn a part' }).click();
    await page.getByRole('heading', { name: 'Learn a part' }).waitFor();
    expect(await page.getByRole('button', { name: 'Learn', exact: true }).isDisabled()).toBe(true);
  });

  it('learns a part from four pictures, and looks at them first', async () => {
    await page.getByRole('textbox', { name: 'Name of the part' }).fill('washer');
    const four = await Promise.all(parts.slice(0, 4).map(file));
    await page.getByLabel('Pictures').last().setInputFiles(four);
    const tiles = page.getByRole('list', { name: 'Chosen golden samples' }).getByRole('listitem');
    await tiles.nth(3).waitFor();
    expect(await tiles.count()).toBe(4);
    await page.getByRole('button', { name: 'Learn', exact: true }).click();
    await page.getByRole('heading', { name: 'Version 1' }).waitFor({ timeout: 120_000 });
    expect(await page.getByText('The threshold is provisional').count()).toBe(1);
    expect(await accessFaults(page)).toEqual([]);
  }, 200_000);

  it('asks before a version judges', async () => {
    await page.getByRole('button', { name: 'Activate' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    expect(await accessFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Activate' }).click();
    await page.getByText('Version 1 judges.').waitFor();
  });

  it('shows the verdict that the station gave', async () => {
    await page.getByRole('link', { name: 'Inspect' }).click();
    await page
      .getByLabel('Pictures')
      .last()
      .setInputFiles(await file(defective));
    await page.getByRole('button', { name: /^Show striped\.png: (?!Waiting)/ }).waitFor();
    const answer = await page.request.get(`${station.url}/api/inspections`);
    const { items } = (await answer.json()) as { items: { verdict: string }[] };
    const words = { pass: 'Pass', fail: 'Fail', 'cannot judge': 'Cannot judge' };
    const word = words[items[0]?.verdict as keyof typeof words];
    const result = page.getByRole('region', { name: 'Result', exact: true });
    expect(await result.getByRole('status').textContent()).toBe(word);
    expect(word).not.toBe('Pass');
    expect(await accessFaults(page)).toEqual([]);
  });

  it('judges what the camera sees when the space bar is pressed', async () => {
    await page.getByText('Camera', { exact: true }).click();
    await page
      .getByRole('button', { name: 'Inspect', exact: true })
      .and(page.locator(':enabled'))
      .waitFor();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: /^Show camera-.*: (?!Waiting)/ }).waitFor();
    expect(await strip().count()).toBe(2);
    expect(await accessFaults(page)).toEqual([]);
  });

  it('is the same after a reload in the middle', async () => {
    await page.reload();
    await strip().nth(1).waitFor();
    expect(await strip().count()).toBe(2);
  });

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
    expect(await accessFaults(page)).toEqual([]);
  });

  it('speaks German, and is dark, by choice', async () => {
    await page.getByRole('button', { name: 'Language' }).click();
    await page.getByRole('menuitem', { name: 'Deutsch' }).click();
    await page.getByRole('link', { name: 'Prüfen' }).click();
    await page.getByRole('button', { name: 'Dunkle Farben' }).click();
    await strip().first().waitFor({ state: 'detached' });
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    expect(await page.locator('html').getAttribute('data-mantine-color-scheme')).toBe('dark');
    expect(await accessFaults(page)).toEqual([]);
  });

  it('says that the station is gone, and goes on when it is back', async () => {
    const port = Number(new URL(station.url).port);
    await station.close();
    await page.getByText('Getrennt').waitFor();
    station = await startPageStation(join(folder, 'data'), dist, port);
    await page.getByText('Verbunden').waitFor();
  });

  it('asked no other origin, and broke no rule of its policy', () => {
    expect(watched.foreign).toEqual([]);
    const faults = watched.faults.filter((fault) => !fault.includes('ERR_'));
    expect(faults).toEqual([]);
  });
});
