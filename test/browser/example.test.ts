import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RgbImage } from '../../src/image/rgb-image.ts';
import { encodePng } from '../../src/node/image/image-encoder.ts';
import { buildPage } from '../../studies/browser/bundle.ts';
import { findChromium, NO_CHROMIUM, startChromium } from '../../studies/browser/chromium.ts';
import { type PageServer, servePage } from '../../studies/browser/page-server.ts';
import { drawParts, smallModel, striped } from '../helpers/small-part.ts';

/** A picture as a page's file input takes it. */
async function pictureFile(name: string, image: RgbImage) {
  return { name, mimeType: 'image/png', buffer: Buffer.from(await encodePng(image)) };
}

/** Waits for what the page says. */
async function expectSaid(page: Page, text: RegExp): Promise<void> {
  await expect
    .poll(() => page.locator('#status').textContent(), { timeout: 300_000 })
    .toMatch(text);
}

async function judge(page: Page, name: string, image: RgbImage): Promise<void> {
  await page.setInputFiles('#next', [await pictureFile(name, image)]);
}

/** Gathers what a page says went wrong. */
function listenForFaults(page: Page, faults: string[]): void {
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (line) => {
    if (line.type() === 'error') faults.push(line.text());
  });
}

const isAbsent = findChromium() === undefined;

describe.skipIf(isAbsent)(`examples/browser${isAbsent ? ` (${NO_CHROMIUM})` : ''}`, () => {
  let folder = '';
  let server: PageServer;
  let browser: Browser;
  let page: Page;
  const asked: string[] = [];
  const faults: string[] = [];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fewgood-page-'));
    await buildPage(folder, {
      scripts: ['examples/browser/main.ts', 'examples/browser/worker.ts'],
      files: ['examples/browser/index.html'],
    });
    await writeFile(join(folder, 'model.onnx'), smallModel());
    server = await servePage(folder);
    browser = await startChromium();
    page = await browser.newPage();
    page.on('request', (request) => asked.push(request.url()));
    listenForFaults(page, faults);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await rm(folder, { recursive: true });
  });

  it('starts with threads', async () => {
    await page.goto(server.url);
    await expectSaid(page, /wasm, \d+ threads$/);
    expect(faults).toEqual([]);
  });

  it('learns from good pictures and judges the next', async () => {
    const good = await Promise.all(
      drawParts().map(({ name, image }) => pictureFile(`${name}.png`, image)),
    );
    await page.setInputFiles('#good', good);
    await expectSaid(page, /^Learned$/);
    const [next] = drawParts({ seed: 2, count: 1 });
    await judge(page, 'good.png', next.image);
    await expectSaid(page, /^good.png: pass, 0\.\d\d× the threshold$/);
    await judge(page, 'flawed.png', striped(next.image));
    await expectSaid(page, /^flawed.png: fail, \d/);
    expect(await page.locator('#overlay').evaluate((canvas) => canvas.clientWidth)).toBe(96);
  });

  it('still has the part after a reload, and says why a picture cannot be read', async () => {
    await page.reload();
    await expectSaid(page, /part learned/);
    const file = { name: 'text.png', mimeType: 'image/png', buffer: Buffer.from('text') };
    await page.setInputFiles('#next', [file]);
    await expectSaid(page, /^Cannot read the picture text.png: it is not a picture/);
    const [next] = drawParts({ seed: 2, count: 1 });
    await judge(page, 'again.png', next.image);
    await expectSaid(page, /^again.png: pass/);
  });

  it('asked no other host, and for nothing that is not there', () => {
    expect(asked.length).toBeGreaterThan(5);
    expect(asked.filter((url) => !url.startsWith(server.url))).toEqual([]);
    expect(server.missing).toEqual([]);
  });
});
