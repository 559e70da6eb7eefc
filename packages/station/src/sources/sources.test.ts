import { execFile } from 'node:child_process';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { StationSample } from '../../../../test/helpers/station-sample.ts';
import { readAnswer } from '../api/index.ts';
import { runSources } from './run-sources.ts';
import type { Source } from './source.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const execute = promisify(execFile);
const isAbsent = await execute('ffmpeg', ['-version']).then(
  () => false,
  () => true,
);

let sample: StationSample;
beforeAll(async () => {
  sample = await StationSample.create();
});
afterAll(async () => sample.remove());

/** Runs sources until `meanwhile` is over; what they logged. */
async function running(
  sources: readonly Source[],
  meanwhile: (log: readonly string[]) => Promise<void>,
): Promise<readonly string[]> {
  const log: string[] = [];
  const ending = new AbortController();
  const { station } = sample;
  const tools = { station, log: (line: string) => log.push(line), signal: ending.signal };
  const work = runSources(sources, tools);
  try {
    await Promise.race([meanwhile(log), work]);
  } finally {
    ending.abort();
    await work;
  }
  return log;
}

/** What the history has, the oldest first. */
async function history(): Promise<readonly { name: string; source: string; verdict: unknown }[]> {
  const { items } = await readAnswer(sample.client.api.inspections.$get({ query: {} }));
  return items.toReversed().map(({ name, source, verdict }) => ({ name, source, verdict }));
}

async function judged(count: number): Promise<void> {
  await expect
    .poll(async () => (await history()).filter(({ verdict }) => verdict !== null).length, {
      timeout: 60_000,
    })
    .toBeGreaterThanOrEqual(count);
}

const source = (): Source => ({
  kind: 'folder',
  part: 'washer',
  folder: join(sample.folder, 'in'),
});

describe('a watched folder', () => {
  it('must be there', async () => {
    await expect(running([source()], async () => new Promise(() => undefined))).rejects.toThrow(
      'Cannot watch the folder',
    );
  });

  it('waits for the part to be learned, judges what comes, and tells what is no picture', async () => {
    const folder = join(sample.folder, 'in');
    await mkdir(folder);
    await writeFile(join(folder, '1.png'), sample.good);
    const log = await running([source()], async (lines) => {
      await expect.poll(() => lines.join(), { timeout: 30_000 }).toContain('1.png waits');
      await sample.addPart();
      await judged(1);
      await writeFile(join(folder, '2.png.part'), sample.bad);
      await rename(join(folder, '2.png.part'), join(folder, '2.png'));
      await judged(2);
      await writeFile(join(folder, '3.png'), 'no picture');
      await expect.poll(() => lines.join(), { timeout: 30_000 }).toContain('3.png');
    });
    expect(await history()).toMatchObject([
      { name: '1.png', source: `folder ${folder}`, verdict: 'pass' },
      { name: '2.png', source: `folder ${folder}`, verdict: 'fail' },
    ]);
    expect(log).toHaveLength(2);
  });

  it('judges nothing twice after a restart', async () => {
    await running([source()], async () => {
      await writeFile(join(sample.folder, 'in/4.png'), sample.next);
      await judged(3);
    });
    expect((await history()).map(({ name }) => name)).toEqual(['1.png', '2.png', '4.png']);
  });
});

describe.skipIf(isAbsent)(
  `a camera${isAbsent ? ' (left out: ffmpeg is not installed)' : ''}`,
  () => {
    it('gives pictures to be judged, is tried again when it ends, and hides its password', async () => {
      const [picture, film] = [join(sample.folder, 'seen.png'), join(sample.folder, 'seen.mkv')];
      await writeFile(picture, sample.good);
      const lossless = ['-t', '3', '-r', '1', '-c:v', 'ffv1', '-pix_fmt', 'bgr0', film];
      await execute('ffmpeg', ['-loglevel', 'error', '-loop', '1', '-i', picture, ...lossless]);
      const camera: Source = { kind: 'camera', part: 'washer', input: film, every: 1 };
      const away: Source = { ...camera, input: 'rtsp://me:secret@127.0.0.1:9/stream' };
      const log = await running([camera, away], async (lines) => {
        await judged(5);
        await expect.poll(() => lines.join(), { timeout: 30_000 }).toContain('tried again');
        await expect.poll(() => lines.join(), { timeout: 30_000 }).toContain('127.0.0.1:9');
      });
      const [, , , fourth] = await history();
      expect(fourth).toMatchObject({ source: `camera ${film}`, verdict: 'pass' });
      expect(log.join()).not.toContain('secret');
    });
  },
);
