/**
 * A newcomer's stopwatch: from `npm ci` in a fresh clone to the first verdict on pictures of one's own in the page of
 * a station, by nothing but the command of the README and what the page says. A script neither reads nor hesitates:
 * the result counts what a person does by hand beside what the machine takes. docs/station.md cites it.
 *
 * Run: npx tsx studies/station-newcomer.ts --help
 */
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { nodeRuntime } from '../src/node/runtime/runtime.ts';
import { openPage } from '../test/browser/station/watched-page.ts';
import {
  defective,
  drawn,
  good,
  learnPart,
  pictureFile,
  verdictOf,
} from '../test/browser/tab/tab-actions.ts';
import { startChromium } from './browser/chromium.ts';
import { runStudy } from './study.ts';

/** How the README starts a station in a clone. */
const COMMAND = /^(npm ci && npm run station)\b/m;

const secondsSchema = z.object({
  /** From the command to the link that it prints. */
  installAndStart: z.number(),
  /** Name and password. */
  signIn: z.number(),
  /** Four pictures, checked and learned. */
  learn: z.number(),
  /** The next picture, sent and judged. */
  firstVerdict: z.number(),
  total: z.number(),
  verdicts: z.record(z.string(), z.string()),
});

/** What a person does by hand, as the page asks: words typed, files chosen, buttons and links. */
const DEEDS = {
  commands: 1,
  linksOpened: 1,
  fieldsFilled: 4,
  filesChosen: 2,
  buttonsAndLinks: 6,
};

await runStudy({
  file: 'station-newcomer.ts',
  summary: "A newcomer's stopwatch, from npm ci to the first verdict in the page",
  usage: '[options]',
  details: `Clones the repository as it is committed, asks the package registry, and needs Chromium. Exit code 1 if a
    defective part passes or a good one does not.`,
  examples: ['npx tsx studies/station-newcomer.ts --out results/station-newcomer.json'],
  options: {},
  run: async ({ begin }) => {
    const record = await begin({ pictures: [], seeds: [0], runtime: nodeRuntime().name });
    const folder = await mkdtemp(join(tmpdir(), 'fewgood-newcomer-'));
    try {
      const seconds = await record.step('seconds', secondsSchema, () => newcomer(folder));
      console.log(seconds);
      await record.finish({ seconds, byHand: DEEDS });
      if (seconds.verdicts[good.name] !== 'Pass' || seconds.verdicts[defective.name] !== 'Fail') {
        process.exitCode = 1;
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  },
});

async function newcomer(folder: string): Promise<z.infer<typeof secondsSchema>> {
  const clone = join(folder, 'fewgood');
  await promisify(execFile)('git', ['clone', '--quiet', '.', clone]);
  const [command] = COMMAND.exec(await readFile(join(clone, 'README.md'), 'utf8')) ?? [];
  if (command === undefined) throw new Error('The README does not say how to start a station');
  const files = await Promise.all(drawn.slice(0, 4).map(pictureFile));
  const begin = performance.now();
  let last = begin;
  const lap = (): number => {
    const now = performance.now();
    const seconds = (now - last) / 1000;
    last = now;
    return Number(seconds.toFixed(1));
  };
  const station = spawn('bash', ['-c', command], {
    cwd: clone,
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const browser = await startChromium([]);
  try {
    const link = await firstLink(createInterface(station.stdout));
    const installAndStart = lap();
    const { page } = await openPage(browser, new URL(link).origin);
    await signIn(page, link);
    const signedIn = lap();
    await learnPart(page, 'washer', files);
    await activate(page);
    const learn = lap();
    await page.getByRole('link', { name: 'Inspect' }).click();
    const bad = await verdictOf(page, defective);
    const firstVerdict = lap();
    const total = Number(((last - begin) / 1000).toFixed(1));
    const verdicts = { [defective.name]: bad, [good.name]: await verdictOf(page, good) };
    return { installAndStart, signIn: signedIn, learn, firstVerdict, total, verdicts };
  } finally {
    await browser.close();
    // The shell, and what it started.
    if (station.pid !== undefined) process.kill(-station.pid, 'SIGINT');
    await new Promise((resolve) => station.once('close', resolve));
  }
}

/** The link that the first start prints. */
async function firstLink(lines: AsyncIterable<string>): Promise<string> {
  for await (const line of lines) {
    const [link] = /http:\/\/\S+\/invitation#\S+/.exec(line) ?? [];
    if (link !== undefined) return link;
  }
  throw new Error('The station ended before it printed its first link');
}

async function signIn(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole('textbox', { name: 'Your name' }).fill('Rosa');
  await page.getByRole('textbox', { name: 'Password', exact: true }).fill('correct horse');
  await page.getByRole('textbox', { name: 'Password once more' }).fill('correct horse');
  await page.getByRole('button', { name: 'Set the password' }).click();
  await page.getByRole('link', { name: 'Learn a part' }).waitFor();
}

async function activate(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Activate' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Activate' }).click();
  await page.getByText('Version 1 judges.').waitFor();
}
