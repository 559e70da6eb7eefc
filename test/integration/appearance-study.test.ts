import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runScript, useFolder } from '../cli/harness.ts';
import { drawCategory } from '../helpers/drawn-category.ts';

const folder = useFolder();

const tallySchema = z.object({
  pictures: z.int(),
  unlike: z.int(),
  reasons: z.record(z.string(), z.int()),
});
const lookedAtSchema = z.looseObject({
  shots: z.int(),
  good: tallySchema,
  impostors: z.record(z.string(), tallySchema),
});
const appearanceSchema = z.looseObject({
  all: z.array(lookedAtSchema),
  runs: z.array(lookedAtSchema.extend({ category: z.string() })),
});

describe('studies/appearance.ts', () => {
  it('counts good pictures, defective ones and impostors that look unlike the good ones', async () => {
    await drawCategory(folder('washer'));
    await drawCategory(folder('nut'), 'hex-nut');
    const out = folder('appearance.json');
    const options = ['--shots', '2,4', '--seeds', '0', '--pictures', '1', '--size', '96'];
    const argv = ['washer', 'nut', ...options, '--out', out];
    const { code, out: lines } = await runScript('studies/appearance.ts', argv, {
      env: { FEWGOOD_DATA: folder() },
    });
    expect(code).toBe(0);
    expect(lines[0]).toMatch(/^washer {2}K 2 {2}unlike: good 0\/2, defective \d\/2 {2}not seen/);
    const { all, runs } = appearanceSchema.parse(JSON.parse(await readFile(out, 'utf8')));
    expect(runs.map(({ category, shots }) => [category, shots])).toEqual([
      ['washer', 2],
      ['washer', 4],
      ['nut', 2],
      ['nut', 4],
    ]);
    for (const { good, impostors } of [...all, ...runs]) {
      expect(good.unlike).toBe(0);
      for (const kind of ['black', 'white', 'blurred', 'pixel', 'stretched']) {
        expect(impostors[kind]?.unlike).toBe(impostors[kind]?.pictures);
      }
    }
    expect(all.map(({ good }) => good.pictures)).toEqual([4, 4]);
  });
});
