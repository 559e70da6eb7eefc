import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { buildPage } from './bundle.ts';
import { startChromium } from './chromium.ts';
import { type PageServer, servePage } from './page-server.ts';

/** How a harness is begun. */
export interface HarnessOptions {
  /** Words of Chromium's command line. */
  readonly args?: readonly string[];
  /** Whether threads may share memory; true by default. */
  readonly isIsolated?: boolean;
}

/** The page of `harness.ts` in Chromium, with its server. */
export class HarnessPage {
  /** Where `page.evaluate()` finds `fewgoodPage`. */
  readonly page: Page;
  /** What lies on the server beside the page, by path such as `/a.png`; what the page puts comes to lie there too. */
  readonly files: Map<string, Uint8Array>;
  /** Name and version of the browser. */
  readonly browserName: string;
  readonly #browser: Browser;
  readonly #server: PageServer;
  readonly #folder: string;

  private constructor(
    { browser, page, server }: { browser: Browser; page: Page; server: PageServer },
    folder: string,
    files: Map<string, Uint8Array>,
  ) {
    this.page = page;
    this.files = files;
    this.browserName = `chromium ${browser.version()}`;
    this.#browser = browser;
    this.#server = server;
    this.#folder = folder;
  }

  /** Builds the page, serves it and opens it. */
  static async open({ args = [], isIsolated = true }: HarnessOptions = {}): Promise<HarnessPage> {
    const folder = await mkdtemp(join(tmpdir(), 'fewgood-harness-'));
    await buildPage(folder, {
      scripts: ['studies/browser/harness.ts', 'studies/browser/worker.ts'],
      files: ['studies/browser/harness.html'],
    });
    const files = new Map<string, Uint8Array>();
    const server = await servePage(folder, { isIsolated, files });
    const browser = await startChromium(args);
    const page = await browser.newPage();
    await page.goto(`${server.url}harness.html`);
    await page.waitForFunction(() => 'fewgoodPage' in globalThis);
    return new HarnessPage({ browser, page, server }, folder, files);
  }

  /** Bytes that the page has put. */
  file(path: string): Uint8Array {
    const bytes = this.files.get(path);
    if (bytes === undefined) throw new Error(`the page put nothing to ${path}`);
    return bytes;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.close();
    await rm(this.#folder, { recursive: true });
  }
}
