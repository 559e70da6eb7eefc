import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runStation, type StationRun } from './run-station.ts';

const tlsFile = (name: string): string =>
  new URL(`../../../../test/fixtures/tls/${name}`, import.meta.url).pathname;
const tls = { cert: tlsFile('localhost.crt'), key: tlsFile('localhost.key') };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-run-'));
});
afterAll(async () => rm(folder, { recursive: true }));

/** Runs one, does something, and ends it. */
async function run(
  options: Partial<StationRun>,
  meanwhile: (url: string, links: readonly string[]) => Promise<void>,
): Promise<void> {
  const ending = new AbortController();
  const links: string[] = [];
  const log: string[] = [];
  let running = Promise.resolve();
  try {
    const url = await new Promise<string>((resolve, reject) => {
      let address = '';
      running = runStation({
        data: join(folder, 'data'),
        host: '127.0.0.1',
        port: 0,
        reserveBytes: 0,
        onListening: (listening) => {
          address = listening;
          // The link comes right after it.
          setImmediate(() => resolve(address));
        },
        onFirstStart: (link) => links.push(link),
        log: (line) => log.push(line),
        signal: ending.signal,
        ...options,
      });
      running.catch(reject);
    });
    await meanwhile(url, links);
  } finally {
    ending.abort();
    await running.catch(() => undefined);
  }
  expect(log).toEqual([]);
}

const nothing = async (): Promise<void> => undefined;

it('lets other machines reach it by TLS, or by HTTP that is allowed, and with a login alone', async () => {
  const host = '0.0.0.0';
  await expect(run({ host }, nothing)).rejects.toThrow('would travel unencrypted');
  await expect(run({ host, login: false, tls }, nothing)).rejects.toThrow('nobody signs in');
  await expect(run({ host, login: false, insecureHttp: true }, nothing)).rejects.toThrow(
    'nobody signs in',
  );
  await run({ host, insecureHttp: true }, async (url) => expect(url).toMatch(/^http:/));
  await run({ host, tls }, async (url) => expect(url).toMatch(/^https:/));
});

it('serves HTTPS with a certificate, and a cookie for HTTPS alone', async () => {
  const ca = await readFile(tls.cert);
  await run({ data: join(folder, 'tls'), tls }, async (url, [link]) => {
    const token = link?.split('#')[1];
    const sent = JSON.stringify({ token, name: 'root', password: 'correct horse' });
    const origin = new URL(url).origin;
    const answer = await new Promise<{ status: number | undefined; cookie: string }>(
      (resolve, reject) => {
        const asked = request(`${url}api/invitations/accept`, {
          method: 'POST',
          ca,
          headers: { 'content-type': 'application/json', origin },
        });
        asked.on('response', ({ statusCode, headers }) => {
          resolve({ status: statusCode, cookie: headers['set-cookie']?.[0] ?? '' });
        });
        asked.on('error', reject);
        asked.end(sent);
      },
    );
    expect(answer.status).toBe(200);
    expect(answer.cookie).toMatch(/; HttpOnly; Secure; SameSite=Strict$/);
  });
});

it('says which certificate or key it cannot use', async () => {
  const missing = { ...tls, cert: join(folder, 'none.crt') };
  await expect(run({ tls: missing }, nothing)).rejects.toThrow('ENOENT');
  const other = { ...tls, key: tlsFile('other.key') };
  await expect(run({ tls: other }, nothing)).rejects.toThrow('expected two PEM files that belong');
});

/** Sets the password of the first administrator. */
const accept = async (url: string, link: string): Promise<Response> =>
  fetch(`${url}api/invitations/accept`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: link.split('#')[1], name: 'root', password: 'correct horse' }),
  });

it('prints a link at each start until an administrator has a password', async () => {
  const data = join(folder, 'first');
  let first = '';
  await run({ data }, async (url, links) => {
    expect(links).toHaveLength(1);
    [first = ''] = links;
    expect(first).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/invitation#[\w-]{43}$/);
    expect((await fetch(`${url}api/parts`)).status).toBe(401);
  });
  await run({ data }, async (url, [second = '']) => {
    expect((await accept(url, first)).status).toBe(401);
    const answer = await accept(url, second);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('set-cookie')).not.toContain('Secure');
  });
  await run({ data }, async (_, links) => expect(links).toEqual([]));
  await run({ data, login: false }, async (url, links) => {
    expect(links).toEqual([]);
    expect((await fetch(`${url}api/people`)).status).toBe(200);
  });
});

it('ends all that works on it before it tells what could not begin', async () => {
  const events: string[] = [];
  const ended = runStation({
    data: join(folder, 'sources'),
    host: '127.0.0.1',
    port: 0,
    reserveBytes: 0,
    sources: [{ kind: 'folder', part: 'washer', folder: join(folder, 'no-such-folder') }],
    onListening: () => undefined,
    onStart: async (station, signal) => {
      await once(signal, 'abort');
      // The database is still open.
      events.push(`ended with ${(await station.parts.page({ limit: 10 })).items.length} parts`);
    },
    log: (line) => events.push(line),
    signal: new AbortController().signal,
  });
  await expect(ended).rejects.toThrow('no-such-folder');
  expect(events).toEqual(['ended with 0 parts']);
});
