import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import { smallPlan } from '../../test/helpers/training-fakes.ts';
import { planTraining, trainingIdentity } from './plan.ts';
import type { TrainingCategory } from './sources.ts';

describe('planTraining()', () => {
  it.each([
    [2, 4],
    [2.75, 6],
    [0.1, 1],
  ])('counts the steps of %f epochs: %i', async (epochs, steps) => {
    expect((await smallPlan({ epochs })).steps).toBe(steps);
  });

  it('knows the start weights by their bytes', async () => {
    const { task } = await smallPlan();
    const [bytes, state] = [Uint8Array.of(1, 2), new Map()];
    const plan = await planTraining(task, { path: 'start', bytes, state }, () => Promise.reject());
    expect(plan.start).toBe(state);
    expect(plan.startDigest).toBe(bytesToHex(sha256(bytes)));
    expect((await smallPlan()).startDigest).toBeNull();
  });

  it('refuses a category that makes no pair', async () => {
    await expect(smallPlan({}, ['synthetic:2x1'])).rejects.toThrow('expected at least 2');
  });
});

function categoryOf(name: string, count: number): TrainingCategory {
  return { name, pictures: Array.from({ length: count }, () => ({ file: 'of any name' })) };
}

describe('trainingIdentity()', () => {
  const pixels = 'cd'.repeat(32);
  const categories = [categoryOf('bolt', 2), categoryOf('nut', 3)];

  /** Run folders carry these: another digest would refuse the checkpoints of trainings under way. */
  it.each([
    [null, 'a18aca430a6d00f443f10281a3e48e2325279ffd3dfb1470be55771abe03d673'],
    ['ab'.repeat(32), 'cc66d1730d5795190706e38a04b151eeadde5e299414b5fc7d651bcd69b3b4fc'],
  ])('stays what it was, for start weights %s', async (startDigest, identity) => {
    const { task } = await smallPlan();
    const settings = JSON.parse('{"seed":3,"size":32}');
    expect(trainingIdentity({ task: { ...task, settings }, categories, startDigest }, pixels)).toBe(
      identity,
    );
  });
});
