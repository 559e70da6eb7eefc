import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellNoise, fractalNoise, latticeHash, type Noise, valueNoise } from './noise.ts';

const coordinate = fc.double({ min: -50, max: 50, noNaN: true });
const fields: Record<string, (seed: number) => Noise> = {
  valueNoise,
  fractalNoise: (seed) => fractalNoise(seed, 3),
  cellNoise,
};

describe.each(Object.entries(fields))('%s', (_, make) => {
  it('stays within -1 and 1 and uses most of that range', () => {
    const noise = make(5);
    const values = Array.from({ length: 4000 }, (__, i) => noise(i * 0.37, i * 0.11));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-1);
    expect(Math.max(...values)).toBeLessThanOrEqual(1);
    expect(Math.max(...values) - Math.min(...values)).toBeGreaterThan(1.2);
  });

  it('follows from its seed', () => {
    fc.assert(
      fc.property(coordinate, coordinate, (x, y) => {
        expect(make(7)(x, y)).toBe(make(7)(x, y));
      }),
    );
    expect(make(7)(0.3, 0.4)).not.toBe(make(8)(0.3, 0.4));
  });
});

describe('valueNoise', () => {
  it('is continuous, across lattice lines too', () => {
    const noise = valueNoise(1);
    fc.assert(
      fc.property(coordinate, coordinate, (x, y) => {
        expect(Math.abs(noise(x + 1e-4, y) - noise(x, y))).toBeLessThan(1e-3);
        expect(Math.abs(noise(Math.round(x) - 1e-6, y) - noise(Math.round(x), y))).toBeLessThan(
          1e-4,
        );
      }),
    );
  });
});

describe('latticeHash', () => {
  it('spreads each bit evenly over the lattice', () => {
    const ones = Array.from({ length: 32 }, () => 0);
    for (let i = 0; i < 4096; i++) {
      const bits = latticeHash(9, i % 64, i >> 6);
      for (let b = 0; b < 32; b++) ones[b] += (bits >>> b) & 1;
    }
    // 4096 fair coins have a standard deviation of 32.
    for (const count of ones) expect(Math.abs(count - 2048)).toBeLessThan(160);
  });
});
