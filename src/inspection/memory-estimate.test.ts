import { describe, expect, it } from 'vitest';
import { MemoryCeilingError } from '../errors.ts';
import { assertFits, estimateEnrolment, type PictureShape } from './memory-estimate.ts';
import { DEFAULT_SETTINGS, type PartSettings } from './settings.ts';

const settings: PartSettings = {
  ...DEFAULT_SETTINGS,
  size: 224,
  levels: ['layer2', 'layer3'],
  samplingRatio: 0.1,
  bankCeiling: 1000,
  pose: 'fixed',
  retrieve: 'all',
  reverse: 0,
  presence: 'none',
};
const levels: PictureShape = {
  levels: [
    { patches: 784, width: 128 },
    { patches: 196, width: 256 },
  ],
  coarse: { patches: 196, width: 256 },
};
const nothing: PictureShape = { levels: [], coarse: { patches: 0, width: 0 } };

function fixedOf(size: number): number {
  return estimateEnrolment({ ...settings, size }, levels, 1, 1).fixed;
}

describe('estimateEnrolment()', () => {
  it('counts a float32 for each patch, channel, variant and picture, the coarsest level twice', () => {
    const { features } = estimateEnrolment(settings, levels, 2, 3);
    expect(features).toBe(4 * 6 * (784 * 128 + 2 * 196 * 256));
  });

  it.each([{ pose: 'auto' }, { retrieve: 8 }, { reverse: 1 }, { presence: 'check' }] as const)(
    'counts all copies, none of them thinned, for %j',
    (changes) => {
      const { banks } = estimateEnrolment({ ...settings, ...changes }, levels, 2, 3);
      const { banks: without } = estimateEnrolment(settings, levels, 2, 3);
      expect(banks - without).toBe(4 * 6 * 196 * 256);
    },
  );

  it('counts the rows that are kept twice, rounded up, and not above the ceiling', () => {
    // 4704 rows and 1176: a tenth is 470.4 and 117.6.
    expect(estimateEnrolment(settings, levels, 2, 3).banks).toBe(8 * (471 * 128 + 118 * 256));
    const narrow = { ...settings, bankCeiling: 200 };
    expect(estimateEnrolment(narrow, levels, 2, 3).banks).toBe(8 * (200 * 128 + 118 * 256));
  });

  it('grows with the area of the picture', () => {
    expect(fixedOf(448) - fixedOf(224)).toBe(3 * (fixedOf(224) - fixedOf(0)));
    expect(fixedOf(224)).toBeGreaterThan(fixedOf(0));
  });

  it('is of the size that was measured: a ResNet-18 at 224 px', () => {
    const mib = estimateEnrolment(settings, nothing, 1, 1).total / 2 ** 20;
    expect(mib).toBeGreaterThan(250);
    expect(mib).toBeLessThan(300);
  });

  it('adds up', () => {
    const { features, banks, fixed, total } = estimateEnrolment(settings, levels, 4, 5);
    expect(total).toBe(features + banks + fixed);
  });
});

describe('assertFits()', () => {
  const estimate = { features: 1, banks: 2, pictures: 0, fixed: 2 ** 20, total: 3 * 2 ** 20 };

  it('takes what just fits', () => {
    expect(() => assertFits(estimate, 3 * 2 ** 20)).not.toThrow();
  });

  it('refuses a byte more, and says how much is needed', () => {
    const ceiling = estimate.total - 1;
    expect(() => assertFits(estimate, ceiling)).toThrow(MemoryCeilingError);
    expect(() => assertFits(estimate, ceiling)).toThrow(/3 MiB/);
  });
});
