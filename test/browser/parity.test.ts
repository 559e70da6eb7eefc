import { readFile, writeFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { findChromium, NO_CHROMIUM } from '../../studies/browser/chromium.ts';
import { paritySchema } from '../../studies/browser/parity.ts';
import { runScript, useFolder } from '../cli/harness.ts';
import { smallModel } from '../helpers/small-part.ts';

const folder = useFolder();
beforeAll(() => writeFile(folder('small.onnx'), smallModel()));

const resultSchema = z.looseObject({
  comparisons: z.int(),
  largestDifference: z.number(),
  flipped: z.int(),
  sets: z.array(paritySchema),
});

/** Runs a study with the small model. */
function run(file: string, argv: readonly string[]): ReturnType<typeof runScript> {
  return runScript(`studies/${file}`, [...argv, '--out', folder('result.json')], {
    env: { FEWGOOD_MODEL: folder('small.onnx') },
  });
}

const isAbsent = findChromium() === undefined;

describe.skipIf(isAbsent)(`studies in Chromium${isAbsent ? ` (${NO_CHROMIUM})` : ''}`, () => {
  it('a part of either side gives the scores and verdicts of Node on either side', async () => {
    const { code, log } = await run('browser-parity.ts', ['--drawn', 'washer', '--pictures', '8']);
    expect(log).toBe('');
    expect(code).toBe(0);
    const result = resultSchema.parse(JSON.parse(await readFile(folder('result.json'), 'utf8')));
    // Two parts.
    expect(result.comparisons).toBe(2 * 8);
    expect(result.largestDifference).toBeLessThan(1e-4);
    expect(result.flipped).toBe(0);
    const [set] = result.sets;
    expect(set?.thresholds[1]).toBeCloseTo(set?.thresholds[0] ?? NaN, 4);
    expect(set?.banks.length).toBeGreaterThan(0);
    for (const { sameRows, coveringRadius } of set?.banks ?? []) {
      expect(sameRows).toBeGreaterThan(0.9);
      expect(Math.abs(coveringRadius - 1)).toBeLessThan(0.05);
    }
  });

  it('times of both sides stand beside each other', async () => {
    const { code, out } = await run('browser-times.ts', ['--pictures', '3', '--size', '64']);
    expect(code).toBe(0);
    expect(out.at(-1)).toMatch(/^a whole picture takes \d+\.\d\d times as long$/);
  });
});
