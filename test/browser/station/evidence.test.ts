import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  createStationClient,
  readAnswer,
  type StationClient,
} from '../../../packages/station/src/api/index.ts';
import { analyseAgreement } from '../../../packages/station/src/statistics/agreement/agreement-analysis.ts';
import {
  collectStudy,
  type Judgement,
  type StudyRecord,
} from '../../../packages/station/src/statistics/agreement/study.ts';
import { findChromium, NO_CHROMIUM } from '../../../studies/browser/chromium.ts';
import { drawParts, striped } from '../../helpers/small-part.ts';
import { acceptanceCases } from './acceptance-cases.ts';
import { print, shoot, shootAll } from './page-shots.ts';
import { addJudgingPart, sendPicture } from './judging-part.ts';
import { openSession, type PageSession } from './page-session.ts';
import { accessFaults } from './watched-page.ts';

const isAbsent = findChromium() === undefined;
const absent = isAbsent ? ` (left out: ${NO_CHROMIUM})` : '';

const german = z
  .object({
    shell: z.object({ charts: z.string() }),
    charts: z.object({ rates: z.object({ title: z.string() }) }),
    study: z.object({ report: z.object({ rates: z.string() }) }),
  })
  .parse(
    JSON.parse(
      readFileSync(new URL('../../../apps/web/src/messages/de.json', import.meta.url), 'utf8'),
    ),
  );

const drawn = drawParts({ count: 8, size: 256 });
const [first = null] = drawn;
if (first === null) throw new Error('No picture was drawn');

let session: PageSession;
let page: Page;
let client: StationClient;
let part = '';

async function fill(): Promise<void> {
  part = await addJudgingPart(client, drawn.slice(0, 4));
  for (let round = 0; round < 6; round += 1) {
    for (const [index, { image }] of drawn.slice(4).entries()) {
      await send(`good-${String(round)}-${String(index)}`, image);
    }
  }
  for (const [index, { image }] of drawn.slice(4).entries()) {
    await send(`bad-${String(index)}`, striped(image));
  }
}

async function send(key: string, image: (typeof drawn)[number]['image']) {
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

describe.skipIf(isAbsent)(`charts in the page of a station${absent}`, () => {
  it('shows scores with limits, an alarm in words, rates and latency', async () => {
    await page.getByRole('link', { name: 'Charts' }).click();
    const ewma = page.getByRole('region', { name: 'Scores over time: EWMA' });
    await ewma.locator('canvas').waitFor();
    const charts = client.api.parts[':part'].charts;
    const { control } = await readAnswer(charts.$get({ param: { part }, query: {} }));
    // Four bad parts in a row at the end.
    expect(control?.ewma.alarms.at(-1)).toMatchObject({ side: 'up' });
    await ewma
      .getByText(/Scores rose/)
      .first()
      .waitFor();
    await page.getByText('28', { exact: true }).first().waitFor();
    const rates = page.getByRole('region', { name: 'Fail rate' });
    await rates.getByText('Per shift').click();
    const rows = rates.getByRole('row');
    await expect.poll(async () => rows.count()).toBeGreaterThan(1);
    await shootAll(page, 'charts');
    expect(await accessFaults(page)).toEqual([]);
    await ewma.getByRole('link', { name: 'Look at the first' }).first().click();
    await page.waitForURL(/\/inspections\//);
    await page.goBack();
  });

  it('says so where nothing was judged', async () => {
    await page.getByLabel('From').fill('2020-01-01');
    await page.getByLabel('To').fill('2020-01-02');
    await page.getByText('Nothing was judged in this period').waitFor();
    expect(page.url()).toContain('from=2020-01-01');
    await page.getByRole('button', { name: 'Show all' }).click();
  });
});

const plan = {
  appraisers: ['Ann', 'Ben', 'station'],
  trials: 2,
  parts: [
    { name: 'good-5-0.png', reference: 'good' },
    { name: 'bad-0.png', reference: 'bad' },
  ],
} as const;
const records: StudyRecord[] = [];

/** Ann is always right; Ben misses the bad part when he first sees it. */
function sayingOf(appraiser: string, name: string, trial: number): Judgement {
  return name === 'good-5-0.png' || (appraiser === 'Ben' && trial === 1) ? 'good' : 'bad';
}

/** Hash of each part's picture, to tell what the page shows without asking its plan. */
async function namesByHash(): Promise<Map<string, string>> {
  const { items } = await readAnswer(client.api.inspections.$get({ query: { part } }));
  const own = items.filter(({ name }) => plan.parts.some((one) => one.name === name));
  return new Map(own.map(({ picture, name }) => [picture, name]));
}

/** Judges pictures as somebody who knows them by their looks. */
async function judge(appraiser: string, from: number, to: number): Promise<void> {
  const names = await namesByHash();
  for (let number = from; number <= to; number += 1) {
    await page.getByText(`Picture ${String(number)} of 4`).waitFor();
    const image = page.getByRole('img', { name: `Part to judge, picture ${String(number)}` });
    const address = (await image.getAttribute('src')) ?? '';
    expect(address).not.toMatch(/good|bad|[0-9a-f]{64}/);
    const shown = await page.request.get(new URL(address, session.url).href);
    const name =
      names.get(
        createHash('sha256')
          .update(await shown.body())
          .digest('hex'),
      ) ?? '';
    const trial =
      1 + records.filter((one) => one.appraiser === appraiser && one.part === name).length;
    const judgement = sayingOf(appraiser, name, trial);
    records.push({ part: name, appraiser, trial, judgement });
    if (number % 2 === 0) await page.keyboard.press(judgement === 'good' ? 'g' : 'b');
    else await page.getByRole('button', { name: judgement === 'good' ? 'Good' : 'Bad' }).click();
  }
}

function percent(share: number | null): string {
  const format = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
  return format.format(share ?? -1);
}

describe.skipIf(isAbsent)(`a study of agreement in the page of a station${absent}`, () => {
  it('is planned from past pictures', async () => {
    await page.getByRole('link', { name: 'Gauge R&R' }).click();
    await page.getByRole('link', { name: 'Plan a study' }).click();
    await page.getByRole('textbox', { name: 'Name of the study' }).fill('March');
    const appraisers = page.getByLabel('Appraisers').first();
    for (const name of ['Ann', 'Ben']) {
      await appraisers.fill(name);
      await appraisers.press('Enter');
    }
    await page.getByRole('textbox', { name: 'Trials' }).fill('2');
    for (const { name, reference } of plan.parts) {
      const choice = page.getByRole('radiogroup', { name: `What ${name} is` });
      await choice.getByText(reference === 'good' ? 'Good' : 'Bad').click();
    }
    await page.getByText('1 good part, 1 bad part').waitFor();
    await shootAll(page, 'study-plan');
    expect(await accessFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Begin the study' }).click();
    await page.getByText('2 parts; 50 are the usual least.').waitFor();
    expect(await accessFaults(page)).toEqual([]);
    await shoot(page, 'study-begun');
  });

  it('is judged blind, and goes on after a reload', async () => {
    await page.getByRole('link', { name: 'Start as Ann' }).click();
    await page.getByText('Picture 1 of 4').waitFor();
    expect(await accessFaults(page)).toEqual([]);
    await shootAll(page, 'study-session');
    await judge('Ann', 1, 2);
    await page.getByText('Picture 3 of 4').waitFor();
    await page.reload();
    await judge('Ann', 3, 4);
    await page.getByRole('link', { name: 'To the study' }).click();
    await page.getByRole('link', { name: 'Start as Ben' }).click();
    await judge('Ben', 1, 4);
    await page.getByRole('link', { name: 'To the study' }).click();
    await page.getByRole('button', { name: 'Let the station judge' }).click();
    await page.getByText('Done', { exact: true }).nth(2).waitFor();
  });
});

describe.skipIf(isAbsent)(`the report of a study in the page of a station${absent}`, () => {
  it('says what the statistics say of the same verdicts', async () => {
    await page.getByRole('button', { name: 'Finish the study' }).click();
    const rates = page.getByRole('region', { name: 'Appraisers' });
    await rates.waitFor();
    for (const { name } of plan.parts) {
      for (const trial of [1, 2]) {
        const judgement = sayingOf('station', name, trial);
        records.push({ part: name, appraiser: 'station', trial, judgement });
      }
    }
    const figures = analyseAgreement(collectStudy(plan, records));
    for (const { name, missRate, effectiveness, observed } of figures.appraisers) {
      const row = rates.getByRole('row', { name: new RegExp(`^${name}`) });
      const text = await row.innerText();
      for (const { share, count, of, interval } of [missRate, effectiveness]) {
        expect(text).toContain(
          `${percent(share)} (${String(count)} of ${String(of)}; ${percent(interval.low)} to ${percent(interval.high)})`,
        );
      }
      expect(text.toLowerCase()).toContain(observed.capability);
    }
    const kappas = page.getByRole('region', { name: /kappa/ });
    const [pair] = figures.pairs;
    const row = kappas.getByRole('row', { name: /^Ann and Ben/ });
    expect(await row.innerText()).toContain((pair?.kappa.kappa ?? 9).toFixed(2));
    expect(await accessFaults(page)).toEqual([]);
    await shootAll(page, 'study-report');
    await print(page, 'study-report');
  });
});

describe.skipIf(isAbsent)(`what a version is accepted by${absent}`, () => {
  acceptanceCases(() => ({ page, client, part, url: session.url }));
});

describe.skipIf(isAbsent)(`the evidence of a station${absent}`, () => {
  it('is there in German too, and broke no rule of its policy', async () => {
    await page.getByRole('link', { name: 'Gauge R&R' }).click();
    await page.getByRole('link', { name: /March/ }).click();
    await page.getByRole('button', { name: 'Language' }).click();
    await page.getByRole('menuitem', { name: 'Deutsch' }).click();
    await page.getByRole('region', { name: german.study.report.rates }).waitFor();
    await shoot(page, 'study-report-de');
    await page.getByRole('link', { name: german.shell.charts }).click();
    await page.getByRole('region', { name: german.charts.rates.title }).locator('canvas').waitFor();
    await shoot(page, 'charts-de');
    expect(session.watched.foreign).toEqual([]);
    expect(session.watched.faults).toEqual([]);
  });
});
