import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withFileLock } from './file-lock.ts';

/** What the system says of a link, as on FAT. */
vi.mock('node:fs/promises', async (original) => {
  const refused = Object.assign(new Error('EPERM'), { code: 'EPERM', syscall: 'link' });
  return { ...(await original<object>()), link: () => Promise.reject(refused) };
});

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-file-lock-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('withFileLock(), on a disk without hard links', () => {
  it('names the owner in the lock, lets one after the other in, and leaves nothing', async () => {
    const file = join(folder, 'a.part');
    let [within, most] = [0, 0];
    const work = async (): Promise<void> => {
      most = Math.max(most, ++within);
      const owner: unknown = JSON.parse(await readFile(`${file}.lock`, 'utf8'));
      expect(owner).toMatchObject({ pid: process.pid });
      within--;
    };
    await Promise.all(Array.from({ length: 4 }, () => withFileLock(file, work)));
    expect([most, await readdir(folder)]).toEqual([1, []]);
  });
});
