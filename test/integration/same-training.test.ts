import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { trainingPresets } from '../../src/training/settings.ts';
import { assertSameTraining } from '../../studies/same-training.ts';

let run: string;
const argv = ['data', 'synthetic:20x8@100', '--leave-out', 'wood', '--start', 'here/start.npz'];

beforeAll(async () => {
  run = await mkdtemp(join(tmpdir(), 'fewgood-'));
  const head = {
    settings: { ...trainingPresets.default, microBatches: 4, seed: 2 },
    sources: argv.slice(0, 2),
    leaveOut: ['wood'],
    start: 'there/start.npz',
  };
  await writeFile(join(run, 'run.json'), JSON.stringify(head));
});
afterAll(() => rm(run, { recursive: true }));

describe('assertSameTraining', () => {
  it('takes the folder of the same training, in whatever words', async () => {
    const [brief, long] = [
      ['--seed', '2'],
      ['--epochs', '1', '--micro-batches', '4', '--seed=2'],
    ];
    await expect(assertSameTraining(run, [...argv, ...brief])).resolves.toBeUndefined();
    await expect(assertSameTraining(run, [...argv, ...long])).resolves.toBeUndefined();
  });

  it.each([
    [['--seed', '3'], 'seed 2 instead of 3'],
    [['--seed', '2', '--preset', 'thesis'], 'loss "symmetric" instead of "one-sided"'],
    [['--seed', '2', '--micro-batches', '2'], 'microBatches 4 instead of 2'],
    [['--seed', '2', '--leave-out', 'hexnut'], 'leaveOut ["wood"] instead of ["hexnut"]'],
    [['--seed', '2', '--start', 'none'], 'start "start.npz" instead of "none"'],
    [['--seed', '2', 'more'], 'sources ["data","synthetic:20x8@100"] instead of'],
  ])('refuses the folder of another one: %j', async (words, difference) => {
    const same = assertSameTraining(run, [...argv, ...words]);
    await expect(same).rejects.toThrow(`${run} holds another training: `);
    await expect(same).rejects.toThrow(difference);
  });
});
