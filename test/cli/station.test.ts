import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { beforeAll, afterEach, describe, expect, it, vi } from 'vitest';
import { ExitCode } from '../../src/cli/command.ts';
import { ended, run, type Run, start, useFolder } from './harness.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });
const folder = useFolder();
beforeAll(() => mkdir(folder('tmp')));
afterEach(() => vi.unstubAllEnvs());

/** Serves until `meanwhile` is over, on a port that is free. */
async function serve(
  argv: readonly string[],
  meanwhile: (url: string) => Promise<void> = async () => undefined,
): Promise<Run> {
  const stop = new AbortController();
  let work = Promise.resolve();
  const done = await run(['station', '--port', '0', ...argv], {
    signal: stop.signal,
    onLine: (line) => {
      const [url] = /http:\/\/127\.0\.0\.1:\d+\//.exec(line) ?? [];
      if (url === undefined || line.includes('password')) return;
      work = meanwhile(url).finally(() => stop.abort());
    },
  });
  await work;
  return done;
}

async function isHealthy(url: string): Promise<void> {
  expect((await fetch(`${url}api/health`)).status).toBe(200);
}

describe('fewgood station', () => {
  it('tells of its options, and where data are kept', async () => {
    const { code, out } = await run(['station', '--help']);
    const text = out.join('\n');
    expect(code).toBe(ExitCode.ok);
    for (const words of ['--demo', '--no-login', '--tls-cert FILE', 'fewgood-station']) {
      expect(text).toContain(words);
    }
  });

  it('serves until it is stopped, and again', async () => {
    const data = folder('served');
    const first = await serve(['--data', data], isHealthy);
    expect(first.code).toBe(ExitCode.ok);
    expect(first.out[0]).toContain(`keeps its data in ${data}`);
    expect(first.out[1]).toMatch(/administrator sets a password at http.*\/invitation#/);
    const again = await serve(['--data', data, '--no-login'], async (url) => {
      await isHealthy(url);
      // One process has the folder.
      const { code, log } = await serve(['--data', data]);
      expect([code, log]).toEqual([
        ExitCode.fault,
        expect.stringContaining('another process has it open'),
      ]);
    });
    expect([again.code, again.out.length]).toEqual([ExitCode.ok, 1]);
  });

  it('ends in order as a process, by Ctrl-C', async () => {
    const child = start(['station', '--port', '0', '--data', folder('process')]);
    child.stdout?.once('data', () => child.kill('SIGINT'));
    const { code, out } = await ended(child);
    expect([code, out[0]]).toEqual([0, expect.stringContaining('The station is at http')]);
  });

  it('says that a port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => {
      other.listen(0, '127.0.0.1', resolve);
    });
    const address = other.address();
    const port = typeof address === 'object' ? String(address?.port) : '';
    const { code, log } = await run(['station', '--port', port, '--data', folder('taken')]);
    other.close();
    expect([code, log]).toEqual([ExitCode.fault, expect.stringContaining('EADDRINUSE')]);
  });
});

describe('fewgood station, asked wrongly', () => {
  it.each<[string, string[], RegExp]>([
    ['an unknown option', ['--colour'], /Unknown option '--colour'/],
    ['a port that is none', ['--port', 'http'], /--port "http": expected a whole number/],
    [
      'no room in the queue',
      ['--queue', '0'],
      /--queue "0": expected a whole number of at least 1/,
    ],
    ['a certificate without a key', ['--tls-cert', 'a.crt'], /--tls-key is missing/],
    ['a word behind it', ['now'], /Cannot use "now": expected options alone/],
    [
      'a demo in a server of databases',
      ['--demo', '--database', 'postgresql://x'],
      /--database out/,
    ],
  ])('refuses %s, and makes nothing', async (_, argv, message) => {
    const data = folder('refused');
    const { code, out, log } = await run(['station', '--data', data, ...argv]);
    expect([code, out]).toEqual([ExitCode.usage, []]);
    expect(log).toMatch(message);
    expect(existsSync(data)).toBe(false);
  });

  it.each([
    ['other machines without TLS', [], 'would travel unencrypted'],
    ['other machines without a login', ['--no-login', '--insecure-http'], 'nobody signs in'],
    ['other machines in a demo', ['--demo', '--insecure-http'], 'nobody signs in'],
  ])('does not let %s in', async (_, argv, message) => {
    const all = ['station', '--data', folder('open'), '--host', '0.0.0.0', ...argv];
    const { code, log } = await run(all);
    expect([code, log]).toEqual([ExitCode.fault, expect.stringContaining(message)]);
  });

  it.each([
    ['users', [], 'Cannot do "" with users'],
    ['users', ['add'], 'Cannot add nobody'],
    ['users', ['add', 'anna', 'bert'], 'Cannot use "bert"'],
    ['users', ['list', '--url', 'here'], 'Cannot make a link at "here"'],
    ['verify', ['now'], 'Cannot use "now"'],
    ['backup', [], 'no folder is named'],
    ['restore', [], 'no backup is named'],
  ])('refuses station %s %j', async (task, argv, message) => {
    const { code, log } = await run(['station', task, ...argv]);
    expect([code, log]).toEqual([ExitCode.usage, expect.stringContaining(message)]);
  });
});

/** A configuration file of one connector. */
async function configured(connector: object): Promise<string> {
  const file = folder('connect.json');
  await writeFile(file, JSON.stringify({ station: 'line 3', connectors: [connector] }));
  return file;
}

describe('fewgood station --connect', () => {
  it('connects the station, and serves', async () => {
    const drop = folder('verdicts');
    const file = await configured({ kind: 'folder', name: 'drop', folder: drop });
    const argv = ['--data', folder('connected'), '--no-login', '--connect', file];
    const { code } = await serve(argv, async (url) => {
      const connectors = async (): Promise<unknown> => (await fetch(`${url}api/connectors`)).json();
      await expect.poll(connectors).toMatchObject([{ name: 'drop', waiting: 0 }]);
      await expect.poll(() => existsSync(drop)).toBe(true);
    });
    expect(code).toBe(ExitCode.ok);
  });

  it('makes nothing by a configuration that is none', async () => {
    const data = folder('unconnected');
    const file = await configured({ kind: 'pigeon', name: 'paul' });
    const { code, log } = await run(['station', '--data', data, '--connect', file]);
    expect([code, log]).toEqual([ExitCode.fault, expect.stringContaining('connectors[0].kind')]);
    expect(existsSync(data)).toBe(false);
  });

  it('ends the station where a connector cannot begin', async () => {
    const file = await configured({ kind: 'folder', name: 'drop', folder: '/dev/null/drop' });
    const argv = ['station', '--port', '0', '--data', folder('broken'), '--connect', file];
    const { code, log } = await run(argv);
    expect([code, log]).toEqual([ExitCode.fault, expect.stringContaining('connector drop')]);
  });
});

describe('fewgood station --demo', () => {
  it('leaves a folder alone in which something is', async () => {
    const data = folder('mine');
    await mkdir(data);
    await writeFile(`${data}/notes.txt`, 'mine');
    const { code, out, log } = await serve(['--demo', '--data', data]);
    expect([code, out]).toEqual([ExitCode.fault, []]);
    expect(log).toContain(`Cannot fill ${data} with the demo: notes.txt is in it`);
    expect(await readdir(data)).toEqual(['notes.txt']);
    const file = await serve(['--demo', '--data', `${data}/notes.txt`]);
    expect([file.code, file.log]).toEqual([ExitCode.fault, expect.stringContaining('ENOTDIR')]);
  });

  it('is reached at once without a password, ends while it is filled, and leaves nothing behind', async () => {
    vi.stubEnv('TMPDIR', folder('tmp'));
    // Beside what others keep there.
    const folders = async (): Promise<string[]> =>
      (await readdir(folder('tmp'))).filter((name) => name.startsWith('fewgood'));
    const { code, out, log } = await serve(['--demo'], async (url) => {
      await isHealthy(url);
      expect(await folders()).toEqual([expect.stringMatching(/^fewgood-demo-/)]);
      const session: unknown = await (await fetch(`${url}api/session`)).json();
      expect(session).toMatchObject({ login: false });
    });
    expect([code, out]).toEqual([
      ExitCode.ok,
      [expect.stringMatching(/^The demo is at .* and leaves nothing behind$/)],
    ]);
    expect(log).not.toContain('not filled');
    expect(await folders()).toEqual([]);
  });
});
