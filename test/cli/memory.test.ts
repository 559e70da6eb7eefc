import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { runScript, useFolder } from './harness.ts';

const folder = useFolder();
/** Of what is said before, the most that a command may take. */
const TOLERANCE = 1.2;

/** A folder of three pictures of so many megapixels. */
async function pictures(megapixels: number): Promise<string> {
  const place = folder(`of-${megapixels}`);
  if (existsSync(place)) return place;
  await mkdir(place);
  const raw = { width: megapixels * 1000, height: 1000, channels: 3 } as const;
  const data = new Uint8Array(raw.width * raw.height * raw.channels);
  for (const step of [2001, 2003, 2011]) {
    for (let i = 0; i < data.length; i++) data[i] = i / step;
    await sharp(data, { raw }).jpeg().toFile(`${place}/${step}.jpg`);
  }
  return place;
}

/** Enrols in a process of its own, as small as may be but for the pictures. */
async function measure(megapixels: number, ...options: string[]) {
  const words = ['--pose', 'fixed', '--augment', 'none', '--size', '64', '--threads', '1'];
  const argv = [folder('a.part'), await pictures(megapixels), '--force', ...words, ...options];
  const { code, log } = await runScript('test/helpers/measured-program.ts', ['enroll', ...argv]);
  const mebibytes = (pattern: RegExp): number => Number(pattern.exec(log)?.groups?.['mib']);
  return {
    code,
    log,
    needed: mebibytes(/memory needed: (?<mib>\d+) MiB/),
    peak: mebibytes(/peak: (?<mib>\d+) MiB/),
  };
}

describe('the memory of an enrolment', () => {
  it.each([1, 8, 40])('covers the decoding of pictures of %d megapixels', async (megapixels) => {
    const { code, needed, peak } = await measure(megapixels);
    expect(code).toBe(0);
    expect(peak).toBeLessThanOrEqual(needed * TOLERANCE);
    const limit = String(needed - 1);
    const refused = await measure(megapixels, '--memory-limit', limit);
    expect(refused.code).not.toBe(0);
    expect(refused.log).toMatch(/MEMORY_CEILING.*it needs/);
    expect(refused.peak).toBeLessThanOrEqual(Number(limit) * TOLERANCE);
  });

  it('refuses pictures that alone would not fit before one is decoded', async () => {
    const { code, log, peak } = await measure(40, '--memory-limit', '300');
    expect([code, log.includes('memory needed')]).toEqual([1, false]);
    expect(log).toContain('--memory-limit');
    expect(peak).toBeLessThanOrEqual(300 * TOLERANCE);
  });
});
