import { describe, expect, it } from 'vitest';
import { estimateMemory, fitMicroBatches } from './memory.ts';
import { trainingPresets } from './settings.ts';

const { thesis } = trainingPresets;
const GIB = 2 ** 30;

describe('the memory of a training', () => {
  it('shrinks with micro-batches and grows with pictures', () => {
    const whole = estimateMemory(thesis, 1000);
    expect(estimateMemory({ ...thesis, microBatches: 4 }, 1000).maps).toBe(whole.maps / 4);
    expect(whole.pictures).toBe(1000 * 224 * 224 * 3);
    expect(whole.total).toBeGreaterThan(whole.maps + whole.pictures);
  });

  it('depends on the network and on how many branches go back', () => {
    const [oneSided, symmetric, plain, perLevel] = [
      thesis,
      { ...thesis, loss: 'symmetric' as const },
      { ...thesis, transformer: 'none' as const },
      { ...thesis, encoder: 'per-level' as const },
    ].map((settings) => estimateMemory(settings, 100).maps);
    expect(symmetric).toBeGreaterThan(oneSided);
    expect(plain).toBeLessThan(oneSided);
    expect(perLevel).toBeGreaterThan(oneSided);
  });

  it('is kept below a ceiling by as few micro-batches as can be', () => {
    expect(fitMicroBatches(thesis, 100, 16 * GIB)).toBe(1);
    const parts = fitMicroBatches(thesis, 100, 2 * GIB);
    expect(estimateMemory({ ...thesis, microBatches: parts }, 100).total).toBeLessThan(2 * GIB);
    expect(estimateMemory({ ...thesis, microBatches: parts / 2 }, 100).total).toBeGreaterThan(
      2 * GIB,
    );
    expect(() => fitMicroBatches(thesis, 100, GIB / 4)).toThrow(
      /needs \d+ MiB: expected at most 256 MiB/,
    );
  });
});
