/** Seeded noise over the plane, from integer hashes alone, so that it is the same on every machine. */

/** A smooth random field with values from -1 to 1; about one bump a unit. */
export type Noise = (x: number, y: number) => number;

/** 32 random bits of a lattice point. */
export function latticeHash(seed: number, x: number, y: number): number {
  let h = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Value noise: random values at the lattice points, smoothly interpolated. */
export function valueNoise(seed: number): Noise {
  const at = (x: number, y: number): number => latticeHash(seed, x, y) / 2 ** 31 - 1;
  return (x, y) => {
    const column = Math.floor(x);
    const row = Math.floor(y);
    const u = smooth(x - column);
    const v = smooth(y - row);
    const above = mix(at(column, row), at(column + 1, row), u);
    const below = mix(at(column, row + 1), at(column + 1, row + 1), u);
    return mix(above, below, v);
  };
}

/** A sum of value noises, each of twice the frequency and half the amplitude of the one before. */
export function fractalNoise(seed: number, octaves: number): Noise {
  const layers = Array.from({ length: octaves }, (_, i) => valueNoise(seed + i));
  const total = 2 - 2 ** (1 - octaves);
  return (x, y) => {
    let sum = 0;
    let scale = 1;
    for (const layer of layers) {
      sum += layer(x * scale, y * scale) / scale;
      scale *= 2;
    }
    return sum / total;
  };
}

/** Constant within the cells of a random Voronoi tessellation, about one cell a unit square. */
export function cellNoise(seed: number): Noise {
  return (x, y) => {
    const column = Math.floor(x);
    const row = Math.floor(y);
    let nearest = Infinity;
    let value = 0;
    for (let j = row - 1; j <= row + 1; j++) {
      for (let i = column - 1; i <= column + 1; i++) {
        const bits = latticeHash(seed, i, j);
        const dx = i + (bits & 0xff) / 256 - x;
        const dy = j + ((bits >>> 8) & 0xff) / 256 - y;
        const squared = dx * dx + dy * dy;
        if (squared >= nearest) continue;
        nearest = squared;
        value = (bits >>> 16) / 2 ** 15 - 1;
      }
    }
    return value;
  };
}

/** From 0 to 1 with flat ends, for `t` from 0 to 1. */
export function smooth(t: number): number {
  return t * t * (3 - 2 * t);
}

/** Linear interpolation from `a` (t = 0) to `b` (t = 1). */
export function mix(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}

/** `value` moved into the range from `low` to `high`. */
export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
