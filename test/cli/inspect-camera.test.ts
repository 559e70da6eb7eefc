import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { ExitCode } from '../../src/cli/command.ts';
import { recordSchema } from '../../src/inspection/inspection-record.ts';
import { useTray } from './tray.ts';
import { until } from './watching.ts';

vi.setConfig({ testTimeout: 300_000 });

const execute = promisify(execFile);
const isAbsent = await execute('ffmpeg', ['-version']).then(
  () => false,
  () => true,
);
const why = isAbsent ? ' (left out: ffmpeg is not installed)' : '';

const { folder, tray, inspect } = useTray();

describe.skipIf(isAbsent)(`fewgood inspect --camera${why}`, () => {
  it('judges what the camera sees until it is interrupted, and tries one that ends again', async () => {
    const ending = new AbortController();
    const lines: string[] = [];
    const overlays = folder('seen');
    // A film that is read to its end, again and again.
    const film = folder('film.mkv');
    const lossless = ['-t', '3', '-r', '1', '-c:v', 'ffv1', '-pix_fmt', 'bgr0', film];
    await execute('ffmpeg', ['-loglevel', 'error', '-loop', '1', '-i', tray[2] ?? '', ...lossless]);
    const words = ['--camera', film, '--json'];
    const work = inspect([...words, '--overlays', overlays], {
      signal: ending.signal,
      onLine: (line) => void lines.push(line),
    });
    await until(lines, 4);
    ending.abort();
    const { code, log } = await work;
    expect(code).toBe(ExitCode.anomalous);
    expect(log).toContain('it is tried again');
    const records = lines.map((line) => recordSchema.parse(JSON.parse(line)));
    expect(records[0]).toMatchObject({ verdict: 'fail', file: { bytes: expect.any(Number) } });
    const names = records.map(({ path }) => path);
    expect(new Set(names).size).toBe(names.length);
    expect(names[0]).toMatch(/^camera-20\d\d-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z\.png$/);
    const seen = (await readdir(overlays)).filter((name) => name.endsWith('.png'));
    expect(seen).toHaveLength(names.length);
  });

  it('says what is missing where no camera can be read', async () => {
    vi.stubEnv('PATH', '/nowhere');
    const { code, log } = await inspect(['--camera', '/dev/video0']);
    vi.unstubAllEnvs();
    expect(code).toBe(ExitCode.fault);
    expect(log).toContain('ffmpeg does not start');
  });
});
