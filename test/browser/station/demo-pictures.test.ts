import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runDemo } from '../../../packages/station/src/demo/run-demo.ts';
import { findChromium, NO_CHROMIUM, startChromium } from '../../../studies/browser/chromium.ts';
import { builtPage } from './page-session.ts';
import { accessFaults, openPage, type WatchedPage } from './watched-page.ts';

const isAbsent = findChromium() === undefined;
const absent = isAbsent ? ` (left out: ${NO_CHROMIUM})` : '';
const root = new URL('../../..', import.meta.url).pathname;
/** Where the pictures of the README are written: a temporary folder, or docs/images to make them anew. */
const kept = process.env['FEWGOOD_IMAGES'];

/** Bytes that a picture of the README may have. */
const LIMIT = 150_000;
const VIEWPORT = { width: 1280, height: 800 };

let folder = '';
let browser: Browser;
let watched: WatchedPage;
let running = Promise.resolve();
const ending = new AbortController();

/** Starts a demo; its origin, once it is filled. */
async function filledDemo(page: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let address = '';
    running = runDemo({
      page,
      data: join(folder, 'data'),
      host: '127.0.0.1',
      port: 0,
      reserveBytes: 0,
      signal: ending.signal,
      log: (line) => reject(new Error(line)),
      onListening: (url) => {
        address = new URL(url).origin;
      },
      onProgress: () => undefined,
      onFilled: () => resolve(address),
    });
    running.catch(reject);
  });
}

beforeAll(async () => {
  if (isAbsent) return;
  folder = await mkdtemp(join(tmpdir(), 'fewgood-pictures-'));
  const url = await filledDemo(await builtPage());
  browser = await startChromium([]);
  watched = await openPage(browser, url, { viewport: VIEWPORT, timezoneId: 'UTC' });
});
afterAll(async () => {
  if (isAbsent) return;
  await browser.close();
  ending.abort();
  await running;
  await rm(folder, { recursive: true });
});

/** Waits until every picture in view is there. */
async function pictureShown(page: Page): Promise<void> {
  // Evaluated by the debugger: the page's policy lets nothing poll within it.
  const all = `[...document.images].every((image) => {
    const { left, top } = image.getBoundingClientRect();
    return image.complete || left >= innerWidth || top >= innerHeight;
  })`;
  await expect.poll(async () => page.evaluate<boolean>(all), { timeout: 40_000 }).toBe(true);
}

/** Writes what is seen, in few colours, and compares size and shape with what the README shows. */
async function keepPicture(name: string): Promise<void> {
  const file = `station-${name}.png`;
  const seen = await watched.page.screenshot();
  const path = join(kept === undefined ? folder : join(root, kept), file);
  await sharp(seen).png({ palette: true, quality: 70, effort: 10 }).toFile(path);
  const shown = await readFile(join(root, 'docs/images', file));
  for (const picture of [await readFile(path), shown]) {
    expect(picture.length).toBeLessThan(LIMIT);
    expect(await sharp(picture).metadata()).toMatchObject(VIEWPORT);
    // Of one colour, nothing would be seen.
    expect((await sharp(picture).stats()).entropy).toBeGreaterThan(1);
  }
}

describe.skipIf(isAbsent)(`the pictures of the README, of a demo${absent}`, () => {
  it('show a verdict', async () => {
    const { page } = watched;
    await page.getByRole('button', { name: /^Show 091-wrong-colour\.png: / }).click();
    await page.getByRole('status').getByText('Fail').waitFor();
    await pictureShown(page);
    expect(await accessFaults(page)).toEqual([]);
    await keepPicture('inspect');
  });

  it('show the review', async () => {
    const { page } = watched;
    await page.getByRole('link', { name: 'Review' }).click();
    await page.getByRole('region', { name: 'Decision' }).waitFor();
    await pictureShown(page);
    expect(await accessFaults(page)).toEqual([]);
    await keepPicture('review');
  });

  it('are of a page that has something to show everywhere', async () => {
    const { page } = watched;
    for (const [link, text] of [
      ['History', '096-good.png'],
      ['Parts', 'bracket'],
      ['Threshold', 'Threshold to look at'],
    ] as const) {
      await page.getByRole('link', { name: link }).click();
      await page
        .getByText(text)
        .or(page.getByRole('slider', { name: text }))
        .first()
        .waitFor();
    }
    expect(watched.faults).toEqual([]);
    expect(watched.foreign).toEqual([]);
  });
});
