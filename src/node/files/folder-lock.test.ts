import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileError, RunFolderError } from '../../errors.ts';
import { lockFolder } from './folder-lock.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-lock-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('lockFolder()', () => {
  it('leaves nothing behind', async () => {
    const unlock = await lockFolder(folder);
    expect(existsSync(join(folder, 'working.pid'))).toBe(true);
    await unlock();
    expect(existsSync(join(folder, 'working.pid'))).toBe(false);
  });

  it('refuses a folder that a living process works in, and takes over from a dead one', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await writeFile(join(folder, 'working.pid'), String(other.pid));
    await expect(lockFolder(folder)).rejects.toThrow(RunFolderError);
    await expect(lockFolder(folder)).rejects.toThrow(`process ${other.pid} is at work there`);
    other.kill('SIGKILL');
    await once(other, 'exit');
    await expect(lockFolder(folder)).resolves.toBeTypeOf('function');
  });

  it('takes a mark that says nothing for one of a dead process', async () => {
    await writeFile(join(folder, 'working.pid'), '');
    await expect(lockFolder(folder)).resolves.toBeTypeOf('function');
  });

  it('says where it cannot be', async () => {
    await expect(lockFolder(join(folder, 'nowhere'))).rejects.toThrow(FileError);
  });
});
