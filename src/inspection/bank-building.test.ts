import { expect, it } from 'vitest';
import { sampleLearning, sampleSupport } from '../../test/helpers/learning-sample.ts';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { ArgumentRangeError } from '../errors.ts';
import { buildBanks } from './bank-building.ts';

/** Value of a patch by where it comes from: 1000 · picture + 100 · augmentation + position. */
const support = [0, 1].map((picture) => {
  const values = Array.from({ length: 12 }, (_, i) => {
    return 1000 * picture + 100 * Math.floor(i / 4) + (i % 4);
  });
  return sampleSupport(`${picture}.png`, values);
});

describeOnRuntimes('buildBanks()', (runtime) => {
  const scopes = ['per-copy', 'per-picture', 'global'] as const;
  it.each(scopes)('knows where each row is from, %s', async (coreset) => {
    const learning = sampleLearning(runtime, { coreset, samplingRatio: 0.5 });
    const [bank, ...more] = await buildBanks(learning, support);
    expect(more).toEqual([]);
    expect(bank).toMatchObject({ level: 'a', gridWidth: 2, gridHeight: 2, normalScale: 1 });
    expect(bank.bank.rows).toBe(12);
    const origins = Array.from({ length: 12 }, (_, row) => {
      return 1000 * bank.pictures[row] + 100 * bank.augmentations[row] + bank.positions[row];
    });
    const values = Array.from({ length: 12 }, (_, row) => bank.bank.data[2 * row]);
    expect(origins).toEqual(values);
    expect(new Set(values).size).toBe(12);
  });

  it('shares the ceiling evenly among the pictures', async () => {
    const learning = sampleLearning(runtime, { bankCeiling: 6 });
    const [{ pictures }] = await buildBanks(learning, support);
    expect([...pictures]).toEqual([0, 0, 0, 1, 1, 1]);
  });

  it('chooses the same for the same seed', async () => {
    const banks: string[] = [];
    for (const seed of [3, 3, 4, 5, 6, 7]) {
      const learning = sampleLearning(runtime, { samplingRatio: 0.25, seed });
      const [{ bank }] = await buildBanks(learning, support);
      banks.push(String(bank.data));
    }
    expect(banks[0]).toBe(banks[1]);
    expect(new Set(banks).size).toBeGreaterThan(1);
  });

  it('rounds to half precision where the part stores it so, and refuses what does not fit', async () => {
    const half = sampleLearning(runtime, { storage: 'float16' });
    const [{ bank }] = await buildBanks(half, [sampleSupport('a.png', [1 / 3, 0, 0, 0])]);
    expect(bank.data.find((value) => value !== 0)).toBe(0.333251953125);
    const [largest, larger] = [65_504, 65_536].map((value) => [
      sampleSupport('a.png', [value, 0, 0, 0]),
    ]);
    await expect(buildBanks(half, largest)).resolves.toHaveLength(1);
    await expect(buildBanks(half, larger)).rejects.toThrow(ArgumentRangeError);
  });

  it('counts the rows of all levels together', async () => {
    const learning = { ...sampleLearning(runtime), levels: ['a', 'b'] };
    const [{ levels, ...rest }] = support;
    const progress: string[] = [];
    const twice = [{ ...rest, levels: [...levels, ...levels] }];
    await buildBanks(learning, twice, (done, total) => progress.push(`${done}/${total}`));
    expect(progress).toEqual(Array.from({ length: 24 }, (_, i) => `${i + 1}/24`));
  });
});
