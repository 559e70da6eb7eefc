import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { HarnessPage } from '../../studies/browser/harness-page.ts';
import { describeInChromium, type GetHarness } from './use-harness.ts';

describeInChromium('BrowserStorage in Chromium', (harness) => {
  testFiles(harness);
  testTabs(harness);
  testFaults(harness);
});

function testFiles(harness: GetHarness): void {
  it.each(['opfs', 'indexeddb'] as const)('keeps files, by name, whole: %s', async (kind) => {
    const out = await harness().page.evaluate(async (wanted) => {
      const storage = await fewgoodPage.storage.open({ name: 'files', kind: wanted });
      const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);
      const stored = await storage.put('parts', 'line 3/bolt ☂.part', bytes);
      await storage.put('parts', 'empty', new Uint8Array());
      await storage.put('models', 'bolt', bytes.subarray(0, 10));
      await storage.put('models', 'bolt', bytes.subarray(0, 20));
      const again = await fewgoodPage.storage.open({ name: 'files', kind: wanted });
      const read = await again.get('parts', 'line 3/bolt ☂.part');
      const lists = [await again.list('parts'), await again.list('models')];
      await again.remove('parts', 'empty');
      await again.remove('parts', 'never there');
      const missing = await fewgoodPage.faultOf(again.get('parts', 'empty'));
      return {
        kind: again.kind,
        isSame: read.length === 1000 && read.every((value, i) => value === bytes[i]),
        hash: stored.sha256,
        lists: lists.map((list) => list.map(({ name, size }) => [name, size])),
        missing: missing?.message,
        left: (await again.list('parts')).length,
      };
    }, kind);
    expect(out).toEqual({
      kind,
      isSame: true,
      hash: expect.stringMatching(/^[\da-f]{64}$/),
      lists: [
        [
          ['empty', 0],
          ['line 3/bolt ☂.part', 1000],
        ],
        [['bolt', 20]],
      ],
      missing:
        'Cannot read empty from the storage of this page: it is not there: expected it among the parts',
      left: 1,
    });
  });
}

function testFaults(harness: GetHarness): void {
  it('says when a file is not what was stored', async () => {
    const message = await harness().page.evaluate(async () => {
      const storage = await fewgoodPage.storage.open({ name: 'damaged' });
      await storage.put('parts', 'bolt', Uint8Array.of(1, 2, 3));
      const root = await navigator.storage.getDirectory();
      const parts = await (await root.getDirectoryHandle('damaged')).getDirectoryHandle('parts');
      const file = await (
        await parts.getFileHandle('bolt.fewgood')
      ).createWritable({
        keepExistingData: true,
      });
      await file.write({ type: 'write', position: 65, data: Uint8Array.of(9) });
      await file.close();
      return (await fewgoodPage.faultOf(storage.get('parts', 'bolt')))?.message;
    });
    expect(message).toBe(
      'Cannot read bolt from the storage of this page: it is damaged: its SHA-256 does not match its content',
    );
  });

  it.each(['opfs', 'indexeddb'] as const)('tells in words that it is full: %s', async (kind) => {
    const page = await openSmall(harness());
    const out = await page.evaluate(async (wanted) => {
      const storage = await fewgoodPage.storage.open({ name: 'full', kind: wanted });
      await storage.put('parts', 'bolt', new Uint8Array(1000));
      // Noise, as a database compresses what it can.
      const much = new Uint8Array(8 * 2 ** 20);
      for (let at = 0; at < much.length; at += 2 ** 16)
        crypto.getRandomValues(much.subarray(at, at + 2 ** 16));
      const fault = await fewgoodPage.faultOf(storage.put('parts', 'bolt', much));
      const { length } = await storage.get('parts', 'bolt');
      const { used, quota } = await storage.space();
      return { ...fault, length, hasRoom: used < quota };
    }, kind);
    expect(out).toEqual({
      name: expect.any(String),
      code: 'STORAGE_FAULT',
      message: expect.stringMatching(
        /^Cannot store bolt: .*storage of this page is full.*: expected (?:room for )?8 MiB$/,
      ),
      remedy: expect.stringContaining('Remove parts or pictures'),
      // What was there before is as it was.
      length: 1000,
      hasRoom: true,
    });
    await page.context().close();
  });
}

/** The page for another user, of whose storage the browser knows nothing yet, with room for 5 MiB. */
async function openSmall({ page }: HarnessPage): Promise<Page> {
  const context = await page.context().browser()?.newContext();
  const small = await context?.newPage();
  if (small === undefined) throw new Error('the browser has ended');
  await small.goto(page.url());
  await small.waitForFunction(() => 'fewgoodPage' in globalThis);
  const session = await small.context().newCDPSession(small);
  const { origin } = new URL(page.url());
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 5 * 2 ** 20 });
  return small;
}

function testTabs(harness: GetHarness): void {
  it('changes a file by one tab after another', async () => {
    const size = await harness().page.evaluate(async () => {
      const tabs = [await fewgoodPage.storage.open(), await fewgoodPage.storage.open()];
      await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          tabs[i % 2]?.update('pictures', 'count', (bytes) =>
            Uint8Array.of(...(bytes ?? []), bytes?.length ?? 0),
          ),
        ),
      );
      return (await tabs[0]?.get('pictures', 'count'))?.length;
    });
    expect(size).toBe(20);
  });
}
