import { readFile, writeFile } from 'node:fs/promises';
import { beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { runScript, useFolder } from '../cli/harness.ts';
import { smallModel } from '../helpers/small-part.ts';

const folder = useFolder();
beforeAll(() => writeFile(folder('small.onnx'), smallModel()));

const counts = z.object({ of: z.int(), named: z.int() });
const outcome = z.looseObject({
  kits: z.int(),
  good: counts,
  defective: counts,
  missing: counts,
  exchanged: counts,
  surplus: counts,
  clear: counts,
});

it('studies/kits.ts holds verdicts against what lies at each place', async () => {
  const out = folder('kits.json');
  const words = ['--judged', '5', '--confirmed', '1', '--shots', '2', '--seed', '1', '--out', out];
  const env = { FEWGOOD_MODEL: folder('small.onnx') };
  const { code, log } = await runScript('studies/kits.ts', words, { env });
  expect({ code, log }).toMatchObject({ code: 0 });
  const result = z.looseObject({ provisional: outcome, confirmed: outcome });
  const { provisional, confirmed } = result.parse(JSON.parse(await readFile(out, 'utf8')));
  for (const { kits, good, defective, missing, exchanged, surplus, clear } of [
    provisional,
    confirmed,
  ]) {
    expect(kits).toBe(5);
    expect([defective.of, missing.of, exchanged.of, surplus.of, clear.of]).toEqual([1, 1, 2, 1, 4]);
    expect(good.of).toBe(25 - 4);
    expect(surplus.named).toBe(1);
  }
});
