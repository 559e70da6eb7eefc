import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeCpu } from '../../../test/helpers/runtimes.ts';
import { writeSafetensors } from '../../weights/safetensors.ts';
import type { StateDict } from '../../weights/state-dict.ts';
import { createTrainingSession } from '../../nn/training-session.ts';
import { trainingConfig, trainingPresets } from '../../training/settings.ts';
import { findStartWeights } from './start-weights.ts';

const settings = { ...trainingPresets.thesis, size: 32, batch: 2 };
let folder = '';
let whole: StateDict = new Map();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fewgood-start-'));
  const session = await createTrainingSession(nodeCpu.create(), trainingConfig(settings), {
    seed: 1,
  });
  whole = session.state();
  await session.release();
});
afterAll(() => rm(folder, { recursive: true }));

/** Writes a state dict, and reads it as weights to begin with. */
async function begin(state: StateDict, changes: Partial<typeof settings> = {}) {
  const file = join(folder, 'start.safetensors');
  await writeFile(file, writeSafetensors(state));
  return findStartWeights(file, { ...settings, ...changes });
}

describe('findStartWeights()', () => {
  it('takes the weights of a checkpoint and leaves its velocities', async () => {
    expect([...whole.keys()]).toContain('velocity/conv1.weight');
    const { state } = await begin(whole);
    expect([...state.keys()]).toContain('stn1.fc.0.weight');
    expect([...state.keys()].some((key) => key.startsWith('velocity/'))).toBe(false);
  });

  it('refuses transformers of another picture size, and a backbone that lacks an array', async () => {
    await expect(begin(whole, { size: 64 })).rejects.toThrow(/"stn\d\.fc\.0\.weight" has shape/);
    const lacking = new Map([...whole].filter(([key]) => key !== 'conv1.weight'));
    await expect(begin(lacking)).rejects.toThrow('it has no "conv1.weight"');
  });

  it.each(['resnet18', 'convnext-tiny'] as const)(
    'says how to get those of %s',
    async (backbone) => {
      const name = backbone.replace('-', '_');
      const refused = findStartWeights(undefined, { ...settings, backbone });
      await expect(refused).rejects.toMatchObject({
        message: expect.stringContaining('no start weights are named'),
        remedy: expect.stringContaining(`torchvision.models.${name}(`),
      });
    },
  );
});
