/**
 * Packs fewgood, its station, connectors and fleet as they are published, installs them in an empty folder, and does there
 * what the README says first: `npx fewgood demo`, a part learned in the page of `npx fewgood web`, a station that serves
 * its page, and one that is connected to a folder. Asks the package registry, as an installation does; what needs a
 * browser is left out, and said so, where there is none.
 *
 * Run: npm run check:install
 */
import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { findChromium, NO_CHROMIUM, startChromium } from '../studies/browser/chromium.ts';
import { openPage } from '../test/browser/station/watched-page.ts';
import {
  defective,
  drawn,
  good,
  learnPart,
  pictureFile,
  verdictOf,
} from '../test/browser/tab/tab-actions.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const execute = promisify(execFile);
const packed = z.array(z.object({ filename: z.string() })).length(1);

const folder = await mkdtemp(join(tmpdir(), 'fewgood-install-'));
try {
  const home = join(folder, 'line-pc');
  await mkdir(home);
  await install(home, await pack('.'));
  await showsParts(home);
  await saysWhereTheStationIs(home);
  await learnsInTheTab(home);
  await install(home, await pack('packages/station'));
  await servesAStation(home);
  await install(home, await pack('packages/connect'));
  await connectsAStation(home);
  await asksForOpcUa(home);
  await asksForAFleet(home, /npm install @fewgood\/fleet/);
  await install(home, await pack('packages/fleet'));
  await asksForAFleet(home, /Cannot reach PostgreSQL at 127\.0\.0\.1:1/);
} finally {
  await rm(folder, { recursive: true });
}

/** Packs a workspace as it is published. */
async function pack(workspace: string): Promise<string> {
  const words = ['pack', '--json', '--silent', '--pack-destination', folder];
  const { stdout } = await execute('npm', words, {
    cwd: join(root, workspace),
    maxBuffer: 1e8,
    // As which React is built large and slow otherwise.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  // Builds that run before it print what they like.
  const [{ filename }] = packed.parse(JSON.parse(stdout.slice(stdout.search(/^\[$/m))));
  done(`${filename} packed`);
  return join(folder, filename);
}

async function install(home: string, file: string): Promise<void> {
  await execute('npm', ['install', '--no-audit', '--no-fund', file], { cwd: home });
  done('installed in an empty folder');
}

async function showsParts(home: string): Promise<void> {
  const { stdout } = await execute('npx', ['fewgood', 'demo'], { cwd: home });
  assert.match(stdout, /^fail .*\n/m);
  assert.match(stdout, /^report: /m);
  done('npx fewgood demo: judges, and writes a report');
}

async function saysWhereTheStationIs(home: string): Promise<void> {
  const asked = execute('npx', ['fewgood', 'station'], { cwd: home });
  await assert.rejects(asked, /npm install @fewgood\/station/);
  done('npx fewgood station: says how to get it');
}

async function learnsInTheTab(home: string): Promise<void> {
  if (findChromium() === undefined) {
    done(`npx fewgood web: left out, ${NO_CHROMIUM}`);
    return;
  }
  await served(home, ['web', '--port', '0'], async (url) => {
    const browser = await startChromium([]);
    try {
      const { page, faults, foreign } = await openPage(browser, new URL(url).origin);
      await learnPart(page, 'washer', await Promise.all(drawn.slice(0, 4).map(pictureFile)));
      await page.getByText('Version 1 judges.').waitFor();
      await page.getByRole('link', { name: 'Inspect' }).click();
      assert.equal(await verdictOf(page, defective), 'Fail');
      assert.equal(await verdictOf(page, good), 'Pass');
      assert.deepEqual([faults, foreign], [[], []]);
    } finally {
      await browser.close();
    }
  });
  done('npx fewgood web: learns from four pictures, fails a defective one, passes a good one');
}

async function servesAStation(home: string): Promise<void> {
  await served(home, ['station', '--data', 'data', '--port', '0'], async (url) => {
    const { origin } = new URL(url);
    assert.equal((await fetch(`${origin}/api/health`)).status, 200);
    assert.match(await (await fetch(origin)).text(), /<script type="module"/);
    assert.equal((await fetch(`${origin}/api/parts`)).status, 401);
  });
  done('npx fewgood station: serves its page, and asks who is there');
}

/** By the first configuration of docs/connect.md that needs no receiver. */
async function connectsAStation(home: string): Promise<void> {
  const drop = { kind: 'folder', name: 'drop', folder: join(home, 'verdicts') };
  await mkdir(drop.folder);
  await writeFile(join(home, 'line.json'), JSON.stringify({ station: 'line', connectors: [drop] }));
  const words = [
    'station',
    '--data',
    'open',
    '--port',
    '0',
    '--no-login',
    '--connect',
    'line.json',
  ];
  await served(home, words, async (url) => {
    const connectors: unknown = await (await fetch(`${new URL(url).origin}/api/connectors`)).json();
    assert.match(JSON.stringify(connectors), /"name":"drop"/);
  });
  done('npx fewgood station --connect: is connected to a folder');
}

/** The stack of OPC UA is installed apart, by those who need it. */
async function asksForOpcUa(home: string): Promise<void> {
  const triggers = [{ kind: 'folder', name: 'cell', folder: home }];
  const connectors = [{ kind: 'opcua', name: 'opc', trigger: 'cell' }];
  await writeFile(
    join(home, 'opcua.json'),
    JSON.stringify({ station: 'line', triggers, connectors }),
  );
  const words = ['station', '--data', 'asks', '--port', '0', '--no-login'];
  const asked = execute('npx', ['fewgood', ...words, '--connect', 'opcua.json'], { cwd: home });
  await assert.rejects(asked, /npm install node-opcua@\d/);
  done('npx fewgood station --connect: says how to get OPC UA');
}

/** Servers that are away are the first thing that an installed fleet tells of. */
async function asksForAFleet(home: string, answer: RegExp): Promise<void> {
  const words = ['--nats', 'nats://127.0.0.1:1', '--database', 'postgresql://127.0.0.1:1/fleet'];
  const asked = execute('npx', ['fewgood', 'fleet', 'status', ...words], { cwd: home });
  await assert.rejects(asked, answer);
  done(`npx fewgood fleet: says ${answer.source.replaceAll('\\', '')}`);
}

/** Runs a command that serves, until `meanwhile` is over, and lets it end as Ctrl-C does. */
async function served(
  home: string,
  words: readonly string[],
  meanwhile: (url: string) => Promise<void>,
): Promise<void> {
  const program = join(home, 'node_modules/.bin/fewgood');
  const child = spawn(program, words, { cwd: home, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  try {
    await meanwhile(await addressOf(child, words));
  } finally {
    child.kill('SIGINT');
  }
  assert.equal(await ended, 0, `fewgood ${words.join(' ')}`);
}

/** The address that a command that serves prints first. */
async function addressOf(child: ChildProcess, words: readonly string[]): Promise<string> {
  assert.ok(child.stdout);
  for await (const line of createInterface(child.stdout)) {
    const [url] = /http:\/\/127\.0\.0\.1:\d+\//.exec(line) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error(`fewgood ${words.join(' ')} ended before it served`);
}

function done(what: string): void {
  console.log(what);
}
