import { describe, expect, it } from 'vitest';
import { type Random, seededRandom } from './random.ts';

/** The next `count` draws. */
function draws(count: number, draw: () => number): number[] {
  return Array.from({ length: count }, draw);
}

/** The next numbers of the generator as the 32 bits that they are made of. */
function bits(random: Random, count: number): number[] {
  return draws(count, () => random.uniform() * 2 ** 32);
}

describe('seededRandom()', () => {
  // By an implementation of mulberry32 and FNV-1a in Python's integers.
  it.each([
    [0, [1144304738, 1416247, 958946056, 627933444]],
    [1, [2693262067, 11749833, 2265367787, 4213581821]],
    [12345, [4207900869, 1317490944, 2079646450, 3513001552]],
    [2 ** 32 - 1, [3850105811, 813802916, 3073704848, 4054706436]],
  ])('of %i is mulberry32', (seed, expected) => {
    expect(bits(seededRandom(seed), 4)).toEqual(expected);
  });

  it('takes its seed modulo 2^32', () => {
    expect(bits(seededRandom(-1), 4)).toEqual(bits(seededRandom(2 ** 32 - 1), 4));
    expect(bits(seededRandom(2 ** 32 + 5), 4)).toEqual(bits(seededRandom(5), 4));
  });

  it('gives every stream of its own, however many are drawn from at once', () => {
    const [a, b] = [seededRandom(9), seededRandom(9)];
    const mixed = draws(20, () => [b.uniform(), a.uniform()][1]);
    const alone = seededRandom(9);
    expect(mixed).toEqual(draws(20, () => alone.uniform()));
  });
});

describe('fork()', () => {
  it('hashes the seed and the name', () => {
    // FNV-1a of "7/coreset" is 4155759616.
    const expected = [908644594, 2380662939, 187675716];
    expect(bits(seededRandom(7).fork('coreset'), 3)).toEqual(expected);
  });

  it('is the same wherever the parent stands, and leaves it there', () => {
    const [fresh, used] = [seededRandom(3), seededRandom(3)];
    const first = used.uniform();
    expect(bits(used.fork('a'), 5)).toEqual(bits(fresh.fork('a'), 5));
    expect([first, used.uniform()]).toEqual([fresh.uniform(), fresh.uniform()]);
  });

  it('differs by name, by seed and by way', () => {
    const streams = [
      seededRandom(3),
      seededRandom(3).fork('a'),
      seededRandom(3).fork('b'),
      seededRandom(3).fork('ab'),
      seededRandom(3).fork('ba'),
      seededRandom(4).fork('a'),
      seededRandom(3).fork('a').fork('b'),
      seededRandom(3).fork('b').fork('a'),
    ];
    const starts = streams.map((stream) => bits(stream, 2).join());
    expect(new Set(starts).size).toBe(streams.length);
  });

  it('takes equal seeds for equal, however they are written', () => {
    expect(bits(seededRandom(-1).fork('a'), 2)).toEqual(
      bits(seededRandom(2 ** 32 - 1).fork('a'), 2),
    );
  });

  it('is not correlated with its parent', () => {
    const parent = seededRandom(5);
    const child = parent.fork('child');
    const products = draws(20_000, () => (parent.uniform() - 0.5) * (child.uniform() - 0.5));
    // A product has a standard deviation of 1/12, the mean of so many one of 0.0006.
    expect(Math.abs(meanOf(products))).toBeLessThan(0.0025);
  });
});

describe('uniform()', () => {
  it('fills [0, 1) evenly', () => {
    const random = seededRandom(11);
    const counts = new Uint32Array(16);
    const values = draws(32_000, () => random.uniform());
    for (const value of values) counts[Math.floor(value * 16)]++;
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    // χ² of 15 degrees of freedom is above 38 once in a thousand times.
    const chiSquare = counts.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0);
    expect(chiSquare).toBeLessThan(38);
  });

  it('does not tell the next number by the last', () => {
    const random = seededRandom(12);
    const values = draws(20_001, () => random.uniform());
    const products = values.slice(1).map((value, i) => (value - 0.5) * (values[i] - 0.5));
    expect(Math.abs(meanOf(products))).toBeLessThan(0.0025);
  });
});

describe('normal()', () => {
  it('is Box-Muller of the next two numbers', () => {
    const random = seededRandom(3);
    expect(random.normal()).toBeCloseTo(1.5492425833682681, 12);
    expect(random.normal()).toBeCloseTo(0.9836970989073086, 12);
  });

  it('has the moments of the standard normal distribution', () => {
    const random = seededRandom(13);
    const values = draws(40_000, () => random.normal());
    const moment = (power: number): number => meanOf(values.map((value) => value ** power));
    // Standard deviations of these means: 0.005, 0.007, 0.019 and 0.049.
    expect(Math.abs(moment(1))).toBeLessThan(0.02);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.03);
    expect(Math.abs(moment(3))).toBeLessThan(0.08);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.2);
  });
});

describe('below()', () => {
  it('draws each number below n about as often', () => {
    const random = seededRandom(14);
    const counts = new Uint32Array(7);
    for (const value of draws(14_000, () => random.below(7))) counts[value]++;
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(14_000);
    // χ² of 6 degrees of freedom is above 22.5 once in a thousand times.
    const chiSquare = counts.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0);
    expect(chiSquare).toBeLessThan(22.5);
  });

  it('of 1 is 0', () => expect(seededRandom(1).below(1)).toBe(0));
});

describe('sample()', () => {
  it('of all is a permutation, the same for the same seed', () => {
    const order = seededRandom(15).sample(50, 50);
    expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect(order).not.toEqual(order.toSorted((a, b) => a - b));
    expect(seededRandom(15).sample(50, 50)).toEqual(order);
    expect(seededRandom(16).sample(50, 50)).not.toEqual(order);
  });

  it('repeats nothing, and begins like a larger one', () => {
    const some = seededRandom(15).sample(50, 20);
    expect(some).toHaveLength(20);
    expect(new Set(some).size).toBe(20);
    expect(seededRandom(15).sample(50, 50).slice(0, 20)).toEqual(some);
    expect(seededRandom(15).sample(50, 0)).toEqual([]);
  });

  it('draws a number for each, and none more', () => {
    const [a, b] = [seededRandom(15), seededRandom(15)];
    a.sample(50, 20);
    draws(20, () => b.uniform());
    expect(a.uniform()).toBe(b.uniform());
  });

  it('puts each number at each place about as often', () => {
    const random = seededRandom(17);
    const counts = new Uint32Array(16);
    for (let i = 0; i < 8000; i++) {
      random.sample(4, 4).forEach((value, place) => counts[4 * place + value]++);
    }
    // Each count has a mean of 2000 and a standard deviation of 39.
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(160);
  });
});

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
