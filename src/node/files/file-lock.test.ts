import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CancelledError, FileError } from '../../errors.ts';
import { withFileLock } from './file-lock.ts';

let folder = '';
let file = '';
let lock = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-file-lock-'));
  file = join(folder, 'a.part');
  lock = `${file}.lock`;
});
afterEach(() => rm(folder, { recursive: true }));

const nothing = (): Promise<void> => Promise.resolve();

/** Writes the lock of another process, which never touches it again. */
async function lockOf(owner: { pid?: number; host?: string }): Promise<void> {
  const { pid = process.pid, host = hostname() } = owner;
  const since = new Date(Date.now() - 300_000).toISOString();
  await writeFile(lock, JSON.stringify({ token: 'of another', pid, host, since }));
}

/** The number of a process that has ended. */
async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return child.pid ?? 0;
}

describe('withFileLock()', () => {
  it('says who holds the file, gives back what work gives, and leaves nothing', async () => {
    const text = await withFileLock(file, () => readFile(lock, 'utf8'));
    expect(JSON.parse(text)).toMatchObject({ pid: process.pid, host: hostname() });
    expect(await readdir(folder)).toEqual([]);
  });

  it('gives the file back when work fails', async () => {
    const failing = withFileLock(file, () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    expect(await readdir(folder)).toEqual([]);
  });

  it('lets one after the other in, none of whose changes is lost', async () => {
    await writeFile(file, '0');
    const add = (): Promise<void> =>
      withFileLock(file, async () => {
        const count = Number(await readFile(file, 'utf8'));
        await sleep(5);
        await writeFile(file, String(count + 1));
      });
    await Promise.all(Array.from({ length: 8 }, add));
    expect(await readFile(file, 'utf8')).toBe('8');
  });

  it('tells once for whom it waits', async () => {
    await lockOf({});
    const holders: string[] = [];
    const waiting = withFileLock(file, nothing, { onWait: (holder) => holders.push(holder) });
    await sleep(200);
    await rm(lock);
    await waiting;
    expect(holders).toEqual([`process ${process.pid} on ${hostname()}, since 5 min`]);
  });

  it('gives up in the end, and says what to do', async () => {
    await lockOf({ host: 'line-3' });
    const waiting = withFileLock(file, nothing, { patience: 100 });
    const error: unknown = await waiting.catch((fault: unknown) => fault);
    expect(error).toBeInstanceOf(FileError);
    expect(error).toMatchObject({
      message: expect.stringMatching(/^Cannot lock .*a\.part: process \d+ on line-3, since 5 min/),
      remedy: expect.stringContaining(`delete ${lock}`),
      facts: { host: 'line-3', pid: process.pid },
    });
    expect(existsSync(lock)).toBe(true);
  });

  it('ends the wait when it is asked to', async () => {
    await lockOf({});
    const waiting = withFileLock(file, nothing, { signal: AbortSignal.abort() });
    await expect(waiting).rejects.toThrow(CancelledError);
  });

  it('says where no lock can be', async () => {
    const nowhere = withFileLock(join(folder, 'no', 'a.part'), nothing);
    await expect(nowhere).rejects.toThrow(/^Cannot lock .*: there is no such file or folder$/);
  });
});

describe('a lock that leads nowhere', () => {
  it('is not waited for for ever', async () => {
    await symlink(join(folder, 'nowhere'), lock);
    const waiting = withFileLock(file, nothing, { patience: 100 });
    await expect(waiting).rejects.toMatchObject({
      remedy: expect.stringContaining(`delete ${lock}`),
    });
    const signal = AbortSignal.timeout(100);
    await expect(withFileLock(file, nothing, { signal })).rejects.toThrow(CancelledError);
  });
});

describe('a lock that is not touched', () => {
  it('of an ended process counts for nothing after a short while', async () => {
    await lockOf({ pid: await endedProcess() });
    await withFileLock(file, nothing, { silenceOfEnded: 100, patience: 5000 });
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ['of another machine', { host: 'line-3' }],
    ['of a process that stands still', {}],
  ])('%s counts for longer', async (_, owner) => {
    await lockOf(owner);
    const impatient = { silenceOfEnded: 0, silence: 300, patience: 200 };
    await expect(withFileLock(file, nothing, impatient)).rejects.toThrow('holds it');
    await withFileLock(file, nothing, { ...impatient, patience: 5000 });
    expect(await readdir(folder)).toEqual([]);
  });

  it('counts for nothing after as short a while if it is empty, as a full disk left it', async () => {
    await writeFile(lock, '');
    await withFileLock(file, nothing, { silenceOfEnded: 100, patience: 5000 });
    expect(await readdir(folder)).toEqual([]);
  });

  it('counts for longer if it is no lock', async () => {
    await writeFile(lock, '{"pid":');
    const impatient = { silenceOfEnded: 0, silence: 300, patience: 200 };
    await expect(withFileLock(file, nothing, impatient)).rejects.toThrow('does not say which');
    await withFileLock(file, nothing, { ...impatient, patience: 5000 });
  });

  it('is taken over by one of many', async () => {
    await lockOf({ host: 'line-3' });
    let within = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++within);
      await sleep(20);
      within--;
    };
    const all = Array.from({ length: 5 }, () => withFileLock(file, work, { silence: 800 }));
    await Promise.all(all);
    expect(most).toBe(1);
  });
});

describe('a held file', () => {
  it('is touched while it is held: who waits does not take it over', async () => {
    let holds = true;
    const holding = withFileLock(file, async () => {
      await sleep(2500);
      holds = false;
    });
    await sleep(50);
    await withFileLock(file, async () => expect(holds).toBe(false), { silence: 2000 });
    await holding;
  });

  it('tells when another has taken it over, and leaves that one its lock', async () => {
    const losing = withFileLock(file, async (held) => {
      await held.assertHeld();
      await lockOf({ host: 'line-3' });
      await held.assertHeld();
    });
    await expect(losing).rejects.toThrow('another process has taken it over');
    expect(existsSync(lock)).toBe(true);
  });
});

describe('the lock of a file', () => {
  it('never shows a lock that does not name its owner', async () => {
    const seen = new Set<string>();
    const read = (): Promise<unknown> =>
      readFile(lock, 'utf8').then(
        (text) => seen.add(text === '' ? 'empty' : 'whole'),
        () => undefined,
      );
    for (let i = 0; i < 100; i++) await Promise.all([withFileLock(file, nothing), read(), read()]);
    expect([...seen]).not.toContain('empty');
    expect(await readdir(folder)).toEqual([]);
  });
});
