import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ended, nodeArguments, ROOT, start } from './harness.ts';
import { useTray } from './tray.ts';

const { folder, tray } = useTray();

/** Words of an inspection with the small model. */
function inspecting(...argv: string[]): string[] {
  return ['inspect', folder('washer.part'), '--model', folder('small.onnx'), ...argv];
}

/** Starts the program with files limited to so many units of 1024 bytes. */
function startLimited(units: number, words: readonly string[]): ChildProcess {
  const line = [process.execPath, ...nodeArguments('src/cli/main.ts', words)];
  const script = `ulimit -f ${units}; exec "$@"`;
  return spawn('/bin/bash', ['-c', script, 'bash', ...line], { cwd: ROOT });
}

describe.skipIf(!existsSync('/bin/bash'))('a disk that takes no more (needs bash)', () => {
  it('names an output that meets the limit of a disk, and writes the others', async () => {
    const place = folder('limited');
    await mkdir(place);
    const words = inspecting(...tray, '--log', `${place}/l.csv`, '--report', `${place}/r.html`);
    // The report's beginning is smaller, the report larger.
    const { code, out, log } = await ended(startLimited(32, words));
    expect([code, out.length]).toEqual([1, 3]);
    expect(log).toMatch(
      /the report \S+: FILE_FAULT: Cannot write \S+r\.html: the file is as large/,
    );
    expect(log).toMatch(/the report \S+r\.html: not finished/);
    expect(log).not.toMatch(/^report: /m);
    expect(await readdir(place)).toEqual(['l.csv']);
    expect((await readFile(`${place}/l.csv`, 'utf8')).split('\n')).toHaveLength(5);
  });

  it('is told before anything is judged if it is the state, with what to do', async () => {
    const place = folder('stateless');
    await mkdir(place);
    const words = inspecting(...tray, '--state', `${place}/s.state`);
    const { code, out, log } = await ended(startLimited(0, words));
    expect([code, out, await readdir(place)]).toEqual([1, [], []]);
    expect(log).toMatch(/Cannot remember what is judged in \S+s\.state: the file is as large/);
    expect(log).toMatch(/Nothing was judged yet\. .*\n {2}Options: --state/);
    expect((await ended(start(words))).out).toHaveLength(3);
  });
});
