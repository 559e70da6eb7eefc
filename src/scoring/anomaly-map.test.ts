import { describe, expect, it } from 'vitest';
import { fuseLevels, normalScale } from './anomaly-map.ts';

const coarse = { width: 1, height: 1, distances: Float32Array.of(4) };
const fine = { width: 2, height: 2, distances: Float32Array.of(0, 9, 3, 6) };
const plain = { scales: [1], fusion: 'max', size: 4, sigma: 0 } as const;

describe('fuseLevels()', () => {
  it('divides each level by its scale and takes the largest at each pixel', () => {
    const map = fuseLevels([coarse, fine], { ...plain, scales: [2, 3], size: 2 });
    expect([...map]).toEqual([2, 3, 2, 2]);
  });

  it('takes the mean of the levels', () => {
    const map = fuseLevels([coarse, fine], { ...plain, scales: [2, 3], size: 2, fusion: 'mean' });
    expect([...map]).toEqual([1, 2.5, 1.5, 2]);
  });

  it('enlarges bilinearly with half-pixel centres', () => {
    const level = { width: 2, height: 1, distances: Float32Array.of(0, 4) };
    const map = fuseLevels([level], plain);
    expect([...map]).toEqual([0, 1, 3, 4, 0, 1, 3, 4, 0, 1, 3, 4, 0, 1, 3, 4]);
  });

  it('smooths', () => {
    const level = { width: 9, height: 9, distances: new Float32Array(81) };
    level.distances[40] = 1;
    const map = fuseLevels([level], { ...plain, size: 9, sigma: 1 });
    expect(map[40]).toBeCloseTo(1 / (2 * Math.PI), 4); // less what lies beyond 4 sigma
    expect(map[39]).toBeCloseTo(map[40] * Math.exp(-0.5), 6);
  });

  it.each(['max', 'mean'] as const)('does not hide a NaN (%s)', (fusion) => {
    const broken = { ...coarse, distances: Float32Array.of(NaN) };
    const map = fuseLevels([fine, broken], { ...plain, scales: [1, 1], fusion });
    expect(map.every(Number.isNaN)).toBe(true);
  });
});

describe('normalScale()', () => {
  it('is the median over all pictures', () => {
    expect(normalScale([Float32Array.of(5, 1, 3)])).toBe(3);
    expect(normalScale([Float32Array.of(50, 1), Float32Array.of(3, 4)])).toBe(3.5);
  });

  it('is 1 where there is nothing to scale by', () => {
    expect(normalScale([])).toBe(1);
    expect(normalScale([new Float32Array(5)])).toBe(1);
  });
});
