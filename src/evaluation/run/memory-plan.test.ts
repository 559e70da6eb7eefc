import { describe, expect, it } from 'vitest';
import { MemoryCeilingError } from '../../errors.ts';
import { type MemoryDemand, type MemoryPlan, planMemory } from './memory-plan.ts';

const MIB = 2 ** 20;
/** One mebibyte a picture. */
const demand: MemoryDemand = {
  levels: [{ name: 'level', channels: 256, height: 32, width: 32 }],
  size: 128,
  tests: 100,
  support: 8,
  shots: 8,
  augmentations: 10,
};

const plan = (
  demands: readonly MemoryDemand[],
  memoryLimit: number,
  readingBytes = 0,
): MemoryPlan => planMemory(demands, { cores: 4, memoryLimit, readingBytes });

describe('planMemory()', () => {
  it('gives every core an engine and keeps maps in memory where all of it fits', () => {
    expect(plan([demand], 4096 * MIB)).toEqual({ engines: 4, testsInFiles: false });
  });

  it('puts maps into files before it takes away engines', () => {
    // Support 80, tests 100, an engine 200 + 3 · 80 and the pixels of 100 pictures: 458.75 MiB.
    const all = 80 + 100 + 4 * 458.75;
    expect(plan([demand], all * MIB).testsInFiles).toBe(false);
    expect(plan([demand], (all - 1) * MIB)).toEqual({ engines: 4, testsInFiles: true });
    expect(plan([demand], (all - 101) * MIB)).toEqual({ engines: 3, testsInFiles: true });
  });

  it('refuses what not even one engine can do', () => {
    expect(plan([demand], 540 * MIB)).toEqual({ engines: 1, testsInFiles: true });
    expect(() => plan([demand], 538 * MIB)).toThrow(MemoryCeilingError);
  });

  it('leaves out engines that could not all read the largest picture', () => {
    const limit = 2100 * MIB;
    expect(plan([demand], limit)).toEqual({ engines: 4, testsInFiles: false });
    // Below what an engine learns with, 258.75 MiB, reading adds nothing.
    expect(plan([demand], limit, 250 * MIB)).toEqual({ engines: 4, testsInFiles: false });
    expect(plan([demand], limit, 800 * MIB)).toEqual({ engines: 2, testsInFiles: true });
    expect(() => plan([demand], limit, 1900 * MIB)).toThrow(MemoryCeilingError);
  });

  it('plans for the largest of several demands', () => {
    const larger = { ...demand, augmentations: 20 };
    expect(plan([demand, larger], 2048 * MIB)).toEqual(plan([larger], 2048 * MIB));
  });
});
