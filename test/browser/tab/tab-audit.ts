import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { accessFaults, openPage } from '../station/watched-page.ts';
import type { TabSession } from './tab-session.ts';

/** Kilobytes, compressed, of all that is loaded until the page can be used, its workers included; without engine and models. */
const BUDGET_KB = 530;

const manifestSchema = z.object({
  name: z.string(),
  start_url: z.string(),
  display: z.literal('standalone'),
  icons: z.array(z.object({ src: z.string(), sizes: z.string() })).min(1),
});

/** What is checked of the page as it is loaded first, as audits of pages do. */
export function auditTab(session: () => TabSession): void {
  it('can be installed, as the browser itself says', async () => {
    const { page } = session().watched;
    await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
    const address = await page.evaluate<string>(
      "document.querySelector('link[rel=manifest]').href",
    );
    const manifest = manifestSchema.parse(await (await page.request.get(address)).json());
    expect(manifest.name).toContain('fewgood');
    for (const { src } of manifest.icons) {
      expect((await page.request.get(new URL(src, address).href)).status()).toBe(200);
    }
    const cdp = await page.context().newCDPSession(page);
    const { installabilityErrors } = await cdp.send('Page.getInstallabilityErrors');
    // Tests run in a window that forgets all.
    const reasons = installabilityErrors.map(({ errorId }) => errorId);
    expect(reasons.filter((reason) => reason !== 'in-incognito')).toEqual([]);
  });

  it('says what it is, in a language and at the width of the device', async () => {
    const { page } = session().watched;
    expect(await page.title()).not.toBe('');
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    const viewport = page.locator('meta[name=viewport]');
    expect(await viewport.getAttribute('content')).toContain('width=device-width');
    expect(await page.locator('meta[name=description]').getAttribute('content')).not.toBe('');
  });

  it('loads little before it can be used, and asks no other origin', async () => {
    const { browser, origin } = session();
    const { page, foreign, faults } = await openPage(browser, origin, { serviceWorkers: 'block' });
    await page.getByRole('link', { name: 'Learn a part' }).first().waitFor();
    // cspell:ignore networkidle
    await page.waitForLoadState('networkidle');
    const loaded = await page.evaluate<string[]>(
      "[location.href, ...performance.getEntriesByType('resource').map(({ name }) => name)]",
    );
    const needed = loaded.filter((address) => !/\/(engine|models)\//.test(address));
    let bytes = 0;
    for (const address of new Set(needed)) {
      bytes += gzipSync(await (await page.request.get(address)).body()).length;
    }
    expect(needed.length).toBeGreaterThan(3);
    expect(bytes / 1000).toBeLessThan(BUDGET_KB);
    // Engine and models wait until somebody learns or judges.
    expect(loaded).toEqual(needed);
    expect([foreign, faults]).toEqual([[], []]);
    await page.context().close();
  });
}

/** The pages on phones, with what the tests before left in them. */
export function fitPhones(session: () => TabSession, shoot: (name: string) => Promise<void>): void {
  it.each([
    ['upright', { width: 390, height: 844 }],
    ['on its side', { width: 844, height: 390 }],
  ])('fit one that is %s, without serious faults of accessibility', async (how, viewport) => {
    const { page } = session().watched;
    await page.setViewportSize(viewport);
    for (const path of PATHS) {
      await page.goto(`${session().origin}/#${path}`);
      await page.locator('#content h1').waitFor();
      await page.getByText('Loading', { exact: true }).first().waitFor({ state: 'detached' });
      await shoot(`phone ${how}${path.replaceAll('/', ' ')}`);
      expect([path, await accessFaults(page)]).toEqual([path, []]);
      const wider = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect([path, wider]).toEqual([path, 0]);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.goto(`${session().origin}/#/`);
  });
}

const PATHS = ['/', '/parts', '/parts/new', '/history', '/review', '/threshold'];
