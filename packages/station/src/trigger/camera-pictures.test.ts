import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { decodeImage } from 'fewgood/node';
import { describe, expect, it, vi } from 'vitest';
import { CameraPictures } from './camera-pictures.ts';

vi.setConfig({ testTimeout: 120_000 });

const isAbsent = await promisify(execFile)('ffmpeg', ['-version']).then(
  () => false,
  () => true,
);
const why = isAbsent ? ' (left out: ffmpeg is not installed)' : '';

/** Grey levels a second of the film: each picture shows when it was taken, for ten seconds. */
const LEVELS = 20;
const clock = `lavfi:nullsrc=size=32x32:rate=20,geq=r='mod(${LEVELS}*T,256)':g=0:b=0`;

/** Runs a camera until `meanwhile` is over; what it logged. */
async function running(
  input: string,
  meanwhile: (
    camera: CameraPictures,
    log: readonly string[],
    faults: readonly (string | undefined)[],
  ) => Promise<void>,
): Promise<void> {
  const camera = new CameraPictures({ kind: 'camera', input, rate: 20, latencySeconds: 0 });
  const ending = new AbortController();
  const log: string[] = [];
  const faults: (string | undefined)[] = [];
  const onFault = (fault: string | undefined): unknown => faults.push(fault);
  const tools = { log: (line: string) => log.push(line), onFault, onUnasked: () => undefined };
  const work = camera.run({ ...tools, signal: ending.signal });
  try {
    await meanwhile(camera, log, faults);
  } finally {
    ending.abort();
    await work;
  }
  expect(camera.fault).toBe('the station ends');
}

async function isUp(camera: CameraPictures): Promise<void> {
  await vi.waitUntil(() => camera.fault === undefined, { timeout: 30_000 });
}

/** Second of the film that the next picture shows, and when it was asked for. */
async function ask(camera: CameraPictures): Promise<{ film: number; asked: number }> {
  const asked = performance.now() / 1000;
  const picture = await camera.next(AbortSignal.timeout(10_000));
  if (picture === undefined) throw new Error('there is no picture');
  const { data } = await decodeImage(picture.bytes, picture.name);
  return { film: (data[0] ?? 0) / LEVELS, asked };
}

/** Keeps this thread from reading what comes. */
function stall(seconds: number): void {
  const end = performance.now() + 1000 * seconds;
  while (performance.now() < end);
}

describe.skipIf(isAbsent)(`a camera that is asked${why}`, () => {
  it('gives no picture that lay ready, also where nobody read for a while', async () => {
    await running(clock, async (camera) => {
      expect(await camera.next(AbortSignal.timeout(10))).toBeUndefined();
      await isUp(camera);
      const first = await ask(camera);
      stall(1.2);
      const second = await ask(camera);
      // Two pictures, as levels are whole and stamps are rounded.
      const slack = 0.1;
      expect(second.film - first.film).toBeGreaterThan(second.asked - first.asked - slack);
    });
  });

  it('says at once that there is none while it is away, and comes back', async () => {
    await running('/dev/video-of-nobody', async (camera, log, faults) => {
      await expect.poll(() => log.join(), { timeout: 30_000 }).toContain('tried again');
      expect(camera.fault).not.toBe(undefined);
      expect(faults.at(-1)).toBe(camera.fault);
      const start = performance.now();
      expect(await camera.next(AbortSignal.timeout(60_000))).toBeUndefined();
      expect(performance.now() - start).toBeLessThan(5000);
    });
  });

  it('ends a wait where the camera ends', async () => {
    const short = clock.replace('rate=20', 'rate=20:duration=3');
    await running(short, async (camera, log, faults) => {
      await isUp(camera);
      expect(faults).toContain(undefined);
      await vi.waitUntil(() => log.some((line) => line.includes('it ended')), { timeout: 30_000 });
      expect(camera.fault).toBe('it ended');
      await isUp(camera);
    });
  });
});
