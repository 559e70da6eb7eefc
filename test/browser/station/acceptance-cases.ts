/** What the page of a station says of how a version is accepted, and of how one inspection came about. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { readAnswer, type StationClient } from '../../../packages/station/src/api/index.ts';
import { print, shootAll } from './page-shots.ts';
import { accessFaults } from './watched-page.ts';

/** A station that judged good pictures six times each, and bad ones once. */
export interface JudgedStation {
  readonly page: Page;
  readonly client: StationClient;
  /** Its address. */
  readonly url: string;
  /** Number of its part. */
  readonly part: string;
}

const REVIEWED = ['good-0-0.png', 'good-0-1.png', 'bad-0.png'];

/** Cases in order: a report, then what one of its pictures went through. */
export function acceptanceCases(judged: () => JudgedStation): void {
  it('tells by what a version is accepted, and prints it with lines to sign', async () => {
    const { page, client, url, part } = judged();
    for (const name of REVIEWED) {
      const json = {
        inspection: await idOf(judged(), name),
        decision: 'right',
        expected: null,
      } as const;
      await readAnswer(client.api.reviews.$post({ json }));
    }
    await page.goto(`${url}/parts/${part}`);
    await page.getByRole('link', { name: 'Acceptance report' }).click();
    await page.getByRole('textbox', { name: /bad parts that pass/ }).fill('5');
    const figures = page.getByRole('region', { name: 'Figures' });
    // None of one: Clopper and Pearson say 0 to 97.5 %.
    const escapes = figures.getByRole('row', { name: /^Escape/ });
    await escapes.getByText('open: more pictures would tell').waitFor();
    expect(await escapes.innerText()).toMatch(/0 of 1[^]*0% to 97\.5%[^]*at most 5%/);
    await page.getByText(/judged 24 times in all; no verdict differed/).waitFor();
    const pictures = page.getByRole('region', { name: 'Reference pictures' });
    await expect.poll(async () => pictures.getByRole('row').count()).toBe(4);
    const small = await pictures.locator('img').first().getAttribute('src');
    expect(small).toMatch(/as=small$/);
    expect(await accessFaults(page)).toEqual([]);
    await shootAll(page, 'acceptance');
    await print(page, 'acceptance');
  });

  it('tells the entries of the audit chain of an inspection, and who decided', async () => {
    const { page, client } = judged();
    const pictures = page.getByRole('region', { name: 'Reference pictures' });
    await pictures.getByRole('link', { name: 'bad-0.png' }).click();
    const trail = page.getByRole('region', { name: 'Audit chain' });
    await trail.getByText('Right as judged, by local').waitFor();
    const param = { inspection: await idOf(judged(), 'bad-0.png') };
    const entries = await readAnswer(client.api.inspections[':inspection'].trail.$get({ param }));
    for (const { hash } of entries) await trail.getByText(hash).waitFor();
    expect(await accessFaults(page)).toEqual([]);
    await shootAll(page, 'inspection-trail');
    await print(page, 'inspection');
  });
}

async function idOf({ client, part }: JudgedStation, name: string): Promise<string> {
  const { items } = await readAnswer(client.api.inspections.$get({ query: { part } }));
  return items.find((one) => one.name === name)?.id ?? '';
}
