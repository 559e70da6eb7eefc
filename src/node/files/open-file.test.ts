import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FileError } from '../../errors.ts';
import { openFile } from './open-file.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-open-'));
  vi.stubEnv('PATH', folder);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

describe('openFile()', () => {
  it.skipIf(process.platform === 'win32')(
    'gives the whole path to the opener of the system (a script; not on Windows)',
    async () => {
      const opener = process.platform === 'darwin' ? 'open' : 'xdg-open';
      const script = `#!/bin/sh\necho "$#: $1" > '${folder}/opened'\n`;
      await writeFile(join(folder, opener), script, { mode: 0o755 });
      await openFile('-some $(report).html');
      const opened = (): Promise<string> => readFile(join(folder, 'opened'), 'utf8');
      await expect.poll(opened).toBe(`1: ${resolve('-some $(report).html')}\n`);
    },
  );

  it('says what to do where there is none', async () => {
    await expect(openFile('report.html')).rejects.toMatchObject({
      constructor: FileError,
      message: expect.stringMatching(/^Cannot open report\.html: [a-z-]+ cannot be started$/),
      remedy: 'Open it by hand.',
    });
  });
});
