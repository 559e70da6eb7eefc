import { describe, expect, it } from 'vitest';
import { bankNames, featureOptionsOf, needsCopies } from './feature-options.ts';

describe('featureOptionsOf() and bankNames()', () => {
  const part = { levels: ['layer2', 'layer3'], neighbourhood: 3 };
  const tiling = { tiles: 2, tileOverlap: 32 };

  it.each(['max', 'mean'] as const)(
    'keep levels apart that are joined in score and map: %s',
    (fusion) => {
      const features = featureOptionsOf({ ...part, ...tiling, fusion });
      expect(features).toEqual({ ...part, tiling, join: 'apart' });
      expect(bankNames({ ...part, fusion })).toEqual(['layer2', 'layer3']);
    },
  );

  it.each(['concat', 'unit-concat'] as const)(
    'make one bank of levels side by side: %s',
    (fusion) => {
      const features = featureOptionsOf({ ...part, ...tiling, fusion });
      expect(features).toEqual({ ...part, tiling, join: fusion });
      expect(bankNames({ ...part, fusion })).toEqual(['layer2+layer3']);
    },
  );
});

describe('needsCopies()', () => {
  it.each([
    [{ retrieve: 'all', reverse: 0, presence: 'none' }, false],
    [{ retrieve: 8, reverse: 0, presence: 'none' }, true],
    [{ retrieve: 'all', reverse: 0.1, presence: 'none' }, true],
    [{ retrieve: 'all', reverse: 0, presence: 'check' }, true],
  ] as const)('of %j is %s', (settings, needed) => {
    expect(needsCopies(settings)).toBe(needed);
  });
});
