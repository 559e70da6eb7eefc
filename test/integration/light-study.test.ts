import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runScript, useFolder } from '../cli/harness.ts';
import { drawCategory } from '../helpers/drawn-category.ts';
import { plainImage } from '../helpers/report-sample.ts';
import { smallModel } from '../helpers/small-part.ts';
import { LIGHT_NAMES, underLight } from '../../studies/light-changes.ts';

const folder = useFolder();

const figureSchema = z.looseObject({ good: z.int(), pass: z.int(), stillPass: z.int() });
const resultSchema = z.looseObject({
  all: z.array(z.looseObject({ method: z.string(), supportSets: z.int() })),
  runs: z.array(
    z.object({
      category: z.string(),
      seed: z.int(),
      method: z.string(),
      changes: z.record(z.string(), figureSchema).nullable(),
    }),
  ),
});

describe('studies/light-sweep.ts', () => {
  it('judges under each light with each correction', async () => {
    await writeFile(folder('small.onnx'), smallModel());
    await drawCategory(folder('washer'));
    await drawCategory(folder('nut'), 'hex-nut');
    const out = folder('light.json');
    const options = ['--seeds', '0', '--methods', 'none,grey-world', '--changes', 'plain,x0.6'];
    const argv = ['washer', 'nut', ...options, '--out', out];
    const { code } = await runScript('studies/light-sweep.ts', argv, {
      env: { FEWGOOD_MODEL: folder('small.onnx'), FEWGOOD_DATA: folder() },
    });
    expect(code).toBe(0);
    const { all, runs } = resultSchema.parse(JSON.parse(await readFile(out, 'utf8')));
    expect(all).toMatchObject([
      { method: 'none', supportSets: 2 },
      { method: 'grey-world', supportSets: 2 },
    ]);
    expect(runs.map(({ category, method }) => `${category} ${method}`)).toEqual([
      'washer none',
      'washer grey-world',
      'nut none',
      'nut grey-world',
    ]);
    for (const { changes } of runs) {
      expect(Object.keys(changes ?? {})).toEqual(['plain', 'x0.6']);
      for (const { good, pass, stillPass } of Object.values(changes ?? {})) {
        expect(good).toBe(2);
        expect(stillPass).toBeLessThanOrEqual(pass);
      }
      expect(changes?.['plain']?.stillPass).toBe(changes?.['plain']?.pass);
    }
  });

  it('names the corrections where it is asked for another', async () => {
    const argv = ['washer', 'nut', '--methods', 'candle'];
    const { code, log } = await runScript('studies/light-sweep.ts', argv, {});
    expect(code).toBe(2);
    expect(log).toContain('expected some of none, grey-world, even, invariant');
  });
});

describe('underLight()', () => {
  it('multiplies levels, and loses what is beyond the scale', () => {
    const image = plainImage(30, 20, 180);
    expect(underLight(image, 'plain')).toEqual(image);
    expect(new Set(underLight(image, 'x0.5').data)).toEqual(new Set([90]));
    expect(new Set(underLight(image, 'x2').data)).toEqual(new Set([255]));
    expect([...underLight(image, 'warm').data.subarray(0, 3)]).toEqual([207, 180, 153]);
    const shadow = underLight(image, 'shadow').data;
    expect([shadow[0], shadow[3 * 29]]).toEqual([126, 180]);
    for (const name of LIGHT_NAMES) expect(underLight(image, name)).toMatchObject({ width: 30 });
  });
});
