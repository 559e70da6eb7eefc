import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, watch } from 'node:fs';
import { mkdir, open, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { recordSchema } from '../../src/inspection/inspection-record.ts';
import type { Part } from '../../src/inspection/part.ts';
import { decodePart } from '../../src/inspection/part-file.ts';
import { drawParts, smallOptions, writePictures } from '../helpers/small-part.ts';
import { ended, nodeArguments, start } from './harness.ts';
import { useTray } from './tray.ts';

const { folder, tray } = useTray();
const manifest: unknown = createRequire(import.meta.url)('../../package.json');

/** Words of an inspection with the small model. */
function inspecting(...argv: string[]): string[] {
  return ['inspect', folder('washer.part'), '--model', folder('small.onnx'), ...argv];
}

/** A folder of many copies of a picture. */
async function copies(count: number): Promise<string> {
  const place = folder(`copies-${count}`);
  await mkdir(place);
  const bytes = await readFile(tray[0]);
  for (let i = 0; i < count; i++) await writeFile(`${place}/${i}.png`, bytes);
  return place;
}

describe('the program as a process', () => {
  it('tells its version', async () => {
    const { code, out } = await ended(start(['--version']));
    expect([code, out]).toEqual([0, [Object(manifest).version]]);
  });

  it('writes results to standard output and words to standard error, without a bar', async () => {
    const { code, out, log } = await ended(start(inspecting('--csv', ...tray)));
    expect([code, out.length]).toEqual([3, 4]);
    expect(log).toMatch(/^threshold [^\n]*\n[^\n]*\nwarning: [^\n]*\n1 fail, [^\n]*\n$/);
    expect(log + out.join('')).not.toContain('\u001b');
  });

  it.skipIf(!existsSync('/usr/bin/script'))(
    'draws a progress bar on a terminal (needs /usr/bin/script)',
    async () => {
      const words = nodeArguments('src/cli/main.ts', inspecting('--csv', ...tray));
      const line = [process.execPath, ...words].map((word) => `'${word}'`).join(' ');
      const child = spawn('/usr/bin/script', [
        '-qec',
        `${line} > ${folder('out.csv')}`,
        '/dev/null',
      ]);
      const { code, out } = await ended(child);
      expect(code).toBe(3);
      const [shown, ...others] = out.join('\n').split('\r\u001b[K').slice(-2);
      expect(shown).toMatch(/^inspecting +█+ 3\/3 {2}ETA 0:00$/);
      expect(others.join('')).toMatch(/^1 fail, /);
      expect((await readFile(folder('out.csv'), 'utf8')).split('\n')).toHaveLength(5);
    },
  );
});

describe('standard output that nobody reads', () => {
  it('ends quietly when nobody reads its results, and there are no others', async () => {
    const child = start(inspecting('--json', await copies(100), '--state', folder('pipe.state')));
    const { stdout } = child;
    stdout?.once('data', () => stdout.destroy());
    const { code, log } = await ended(child);
    expect(code).toBe(1);
    expect(log).not.toMatch(/Error|EPIPE|FAULT| at /);
    const lines = (await readFile(folder('pipe.state'), 'utf8')).trimEnd().split('\n');
    expect(lines.length).toBeLessThan(100);
  });

  it('goes on for its other outputs when nobody reads its results, and says so', async () => {
    const [report, csv, state] = [
      folder('unread.html'),
      folder('unread.csv'),
      folder('unread.state'),
    ];
    const pictures = await copies(40);
    const argv = inspecting('--json', pictures, '--report', report, '--log', csv, '--state', state);
    const child = start(argv);
    const { stdout } = child;
    stdout?.once('data', () => stdout.destroy());
    const { code, log } = await ended(child);
    expect(code).toBe(1);
    expect(log.match(/^standard output: FILE_FAULT: .*nobody reads it any more/gm)).toHaveLength(1);
    expect(log).toContain('40 pass');
    expect((await readFile(report, 'utf8')).match(/<article/g)).toHaveLength(40);
    // A header and 40 lines each; the log has what standard output lacks.
    for (const path of [csv, state]) {
      expect((await readFile(path, 'utf8')).trimEnd().split('\n')).toHaveLength(41);
    }
  });

  it('watches on when nobody reads its results', async () => {
    const place = folder('unread');
    await mkdir(place);
    const csv = folder('watched.csv');
    await writeFile(`${place}/0.png`, await readFile(tray[0]));
    const child = start(inspecting('--watch', place, '--settle', '0.1', '--log', csv));
    const { stdout } = child;
    const over = ended(child);
    stdout?.once('data', () => stdout.destroy());
    for (let i = 1; i < 4; i++) {
      while (!existsSync(csv) || (await readFile(csv, 'utf8')).split('\n').length < i + 2)
        await sleep(50);
      await writeFile(`${place}/${i}.png`, await readFile(tray[0]));
    }
    await sleep(1500);
    child.kill('SIGINT');
    const { code, log } = await over;
    expect([code, log.includes('4 pass')]).toEqual([1, true]);
    expect((await readFile(csv, 'utf8')).trimEnd().split('\n')).toHaveLength(5);
  });
});

describe('an output that cannot be written', () => {
  it.skipIf(!existsSync('/dev/full'))('says when its results meet a full disk', async () => {
    const full = await open('/dev/full', 'w');
    const child = start(inspecting(...tray), ['ignore', full.fd, 'pipe']);
    const { code, log } = await ended(child);
    await full.close();
    expect(code).toBe(1);
    expect(
      log.match(/FILE_FAULT: Cannot write to standard output: the disk is full/g),
    ).toHaveLength(1);
  });

  it.skipIf(!existsSync('/dev/full'))(
    'writes its other outputs when its results meet a full disk',
    async () => {
      const full = await open('/dev/full', 'w');
      const [log, report] = [folder('full.csv'), folder('full.html')];
      const argv = inspecting(...tray, '--log', log, '--report', report);
      const { code } = await ended(start(argv, ['ignore', full.fd, 'ignore']));
      await full.close();
      expect(code).toBe(1);
      expect((await readFile(log, 'utf8')).split('\n')).toHaveLength(5);
      expect((await readFile(report, 'utf8')).match(/<article/g)).toHaveLength(3);
    },
  );

  it('adds to a table that an earlier run began, without a second header', async () => {
    const path = folder('appended.csv');
    for (let run = 0; run < 2; run++) {
      const file = await open(path, 'a');
      await ended(start(inspecting('--csv', tray[0]), ['ignore', file.fd, 'ignore']));
      await file.close();
    }
    const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
    expect(lines.map((line) => line.startsWith('path,'))).toEqual([true, false, false]);
  });
});

describe('an interrupt', () => {
  it('ends an inspection after the picture at hand, all outputs whole', async () => {
    const report = folder('interrupted.html');
    const child = start(inspecting('--json', await copies(300), '--report', report));
    child.stdout?.once('data', () => child.kill('SIGINT'));
    const { code, out } = await ended(child);
    expect(code).toBe(130);
    const records = out.map((line) => recordSchema.parse(JSON.parse(line)));
    expect(records.length).toBeGreaterThan(0);
    expect(records.length).toBeLessThan(300);
    const html = await readFile(report, 'utf8');
    expect(html.match(/<article/g)).toHaveLength(records.length);
    expect(html.trimEnd()).toMatch(/<\/html>$/);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'is how a watch ends, by %s: with the code and the report of what was judged',
    async (signal) => {
      const place = folder(`ended-${signal}`);
      await mkdir(`${place}/inbox`, { recursive: true });
      await writeFile(`${place}/inbox/a.png`, await readFile(tray[0]));
      const report = ['--report', `${place}/r.html`];
      const child = start(inspecting('--watch', `${place}/inbox`, ...report));
      child.stdout?.once('data', () => {
        child.kill(signal);
        // A supervisor and the system may both send it.
        if (signal !== 'SIGINT') child.kill(signal);
      });
      const { code, out, log } = await ended(child);
      expect([code, out.length]).toEqual([0, 1]);
      expect(log).toContain('1 pass');
      expect((await readdir(place)).toSorted()).toEqual(['inbox', 'r.html']);
      expect(await readFile(`${place}/r.html`, 'utf8')).toMatch(/<\/html>\s*$/);
    },
  );
});

describe('killing fewgood enroll', () => {
  let path: string;
  let argv: string[];
  let milliseconds: number;
  /** What the file may hold: the part of seed 0 or of seed 1. */
  let whole: Buffer[];
  beforeAll(async () => {
    await mkdir(folder('killed'));
    path = folder('killed', 'washer.part');
    const good = await writePictures(folder('good'), drawParts());
    argv = ['enroll', path, ...good, '--model', folder('small.onnx'), ...smallOptions, '--force'];
    // Little to compute, but 3 MB to write.
    argv.push('--size', '512', '--sampling-ratio', '0.01', '--levels', 'layer3');
    whole = [];
    for (const seed of ['1', '0']) {
      const began = performance.now();
      await ended(start([...argv, '--seed', seed]));
      milliseconds = performance.now() - began;
      whole.push(await readFile(path));
    }
  });

  /** The part in the file; an error if the file is neither the old one nor the new one. */
  async function wholePart(): Promise<Part> {
    const bytes = await readFile(path);
    if (!whole.some((one) => one.equals(bytes))) throw new Error(`${bytes.length} other bytes`);
    return decodePart(bytes, 'washer.part');
  }

  it.each([0.7, 0.9, 1])('at %s of its time leaves a whole part', async (share) => {
    const child = start([...argv, '--seed', '1']);
    await Promise.race([sleep(share * milliseconds), once(child, 'exit')]);
    child.kill('SIGKILL');
    await ended(child);
    expect((await wholePart()).support).toHaveLength(4);
  });

  // The first two are of the trial whether the file can be written.
  it.each([3, 4, 5, 6, 7])('at change %i in its folder leaves a whole part', async (change) => {
    const child = start([...argv, '--seed', '1']);
    let changes = 0;
    const watcher = watch(folder('killed'), () => {
      if (++changes === change) child.kill('SIGKILL');
    });
    await ended(child);
    watcher.close();
    expect(changes).toBeGreaterThan(2);
    expect((await wholePart()).support).toHaveLength(4);
  });
});
