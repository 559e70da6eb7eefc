import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ExitCode } from '../../src/cli/command.ts';
import { useTray } from './tray.ts';

const { folder, tray, inspect } = useTray();

describe('fewgood inspect --watch', () => {
  it('judges files as they arrive, once each, when they are complete', async () => {
    const inbox = folder('inbox');
    await mkdir(inbox);
    await writeFile(join(inbox, 'first.png'), await readFile(tray[0]));
    const stop = new AbortController();
    const paths: string[] = [];
    const watch = inspect(['--csv', '--watch', inbox], {
      signal: stop.signal,
      onLine: (line) => paths.push(line),
    });
    // A slow writer, who is not done when the first picture is judged.
    const bytes = await readFile(tray[2]);
    let written = 0;
    while (paths.length < 2) {
      await appendFile(join(inbox, 'slow.png'), bytes.subarray(written, ++written));
      await sleep(20);
    }
    await appendFile(join(inbox, 'slow.png'), bytes.subarray(written));
    await writeFile(join(inbox, '.hidden.png'), bytes);
    await rename(join(inbox, '.hidden.png'), join(inbox, 'renamed.png'));
    while (paths.length < 4) await sleep(20);
    await sleep(700); // one more look at the folder
    stop.abort();
    const { code, out } = await watch;
    const judged = out.slice(1).map((line) => basename(line).split(',', 2).join(': '));
    expect(judged.toSorted()).toEqual(['first.png: pass', 'renamed.png: fail', 'slow.png: fail']);
    expect(code).toBe(ExitCode.anomalous);
  });

  it('says when there is no such folder', async () => {
    const { code, log } = await inspect(['--watch', folder('nowhere')]);
    expect(code).toBe(ExitCode.fault);
    expect(log).toMatch(/FILE_FAULT: Cannot watch the folder .*nowhere: there is no such/);
  });
});
