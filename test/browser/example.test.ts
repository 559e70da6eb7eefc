import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodePng } from '../../src/node/image/image-encoder.ts';
import { buildPage } from '../../studies/browser/bundle.ts';
import { findChromium, NO_CHROMIUM, startChromium } from '../../studies/browser/chromium.ts';
import { type PageServer, servePage } from '../../studies/browser/page-server.ts';
import { drawParts, smallModel, striped } from '../helpers/small-part.ts';

/** A picture as a page's file input takes it. */
async function pictureFile(name: string, image: Parameters<typeof encodePng>[0]) {
  return { name, mimeType: 'image/png', buffer: Buffer.from(await encodePng(image)) };
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
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (line) => {
      if (line.type() === 'error') faults.push(line.text());
    });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await rm(folder, { recursive: true });
  });

  const status = () => page.locator('#status');
  const judge = async (name: string, image: Parameters<typeof encodePng>[0]) => {
    await page.setInputFiles('#next', [await pictureFile(name, image)]);
    return expect.poll(() => status().textContent(), { timeout: 30_000 });
  };

  it('starts with threads', async () => {
    await page.goto(server.url);
    await expect
      .poll(() => status().textContent(), { timeout: 30_000 })
      .toMatch(/wasm, \d+ threads$/);
    expect(faults).toEqual([]);
  });

  it('learns from good pictures and judges the next', async () => {
    const good = await Promise.all(
      drawParts().map(({ name, image }) => pictureFile(`${name}.png`, image)),
    );
    await page.setInputFiles('#good', good);
    await expect.poll(() => status().textContent(), { timeout: 60_000 }).toBe('Learned');
    const [next] = drawParts({ seed: 2, count: 1 });
    await (await judge('good.png', next.image)).toMatch(/^good.png: pass, 0\.\d\d× the threshold$/);
    await (await judge('flawed.png', striped(next.image))).toMatch(/^flawed.png: fail, \d/);
    expect(await page.locator('#overlay').evaluate((canvas) => canvas.clientWidth)).toBe(96);
  });

  it('still has the part after a reload, and says why a picture cannot be read', async () => {
    await page.reload();
    await expect.poll(() => status().textContent(), { timeout: 30_000 }).toContain('part learned');
    const file = { name: 'text.png', mimeType: 'image/png', buffer: Buffer.from('text') };
    await page.setInputFiles('#next', [file]);
    await expect
      .poll(() => status().textContent())
      .toContain('Cannot read the picture text.png: it is not a picture');
    const [next] = drawParts({ seed: 2, count: 1 });
    await (await judge('again.png', next.image)).toMatch(/^again.png: pass/);
  });

  it('asked no other host, and for nothing that is not there', () => {
    expect(asked.length).toBeGreaterThan(5);
    expect(asked.filter((url) => !url.startsWith(server.url))).toEqual([]);
    expect(server.missing).toEqual([]);
  });
});
