import { describe, expect, it } from 'vitest';
import { MemoryCeilingError } from '../../errors.ts';
import { type MemoryDemand, planMemory } from './memory-plan.ts';

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

describe('planMemory()', () => {
  it('gives every core an engine and keeps maps in memory where all of it fits', () => {
    expect(planMemory([demand], 4, 4096 * MIB)).toEqual({ engines: 4, testsInFiles: false });
  });

  it('puts maps into files before it takes away engines', () => {
    // Support 80, tests 100, an engine 200 + 3 · 80 and the pixels of 100 pictures: 458.75 MiB.
    const all = 80 + 100 + 4 * 458.75;
    expect(planMemory([demand], 4, all * MIB).testsInFiles).toBe(false);
    expect(planMemory([demand], 4, (all - 1) * MIB)).toEqual({ engines: 4, testsInFiles: true });
    expect(planMemory([demand], 4, (all - 101) * MIB)).toEqual({ engines: 3, testsInFiles: true });
  });

  it('refuses what not even one engine can do', () => {
    expect(planMemory([demand], 4, 540 * MIB)).toEqual({ engines: 1, testsInFiles: true });
    expect(() => planMemory([demand], 4, 538 * MIB)).toThrow(MemoryCeilingError);
  });

  it('plans for the largest of several demands', () => {
    const larger = { ...demand, augmentations: 20 };
    expect(planMemory([demand, larger], 4, 2048 * MIB)).toEqual(
      planMemory([larger], 4, 2048 * MIB),
    );
  });
});
