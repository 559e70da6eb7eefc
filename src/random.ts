/** The one seeded generator of the project; nothing else draws random numbers. */

/** A stream of random numbers, the same for the same seed on every machine. */
export interface Random {
  /** Uniform in [0, 1), 32 bits of resolution. */
  uniform(): number;
  /** Standard normal (Box-Muller). */
  normal(): number;
  /** Uniform integer from 0 to `n` - 1. */
  below(n: number): number;
  /** `count` distinct integers below `n`, in random order. */
  sample(n: number, count: number): number[];
  /** An independent stream for a named purpose: adding a draw to one does not shift another. */
  fork(name: string): Random;
}

/**
 * A stream seeded by an integer (mulberry32, public domain, T. Ettinger 2017).
 *
 * @param seed - Any integer; taken modulo 2^32.
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number): number => Math.floor(uniform() * n);
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    below,
    sample: (n, count) => {
      const all = Array.from({ length: n }, (_, i) => i);
      for (let i = 0; i < count; i++) {
        const j = i + below(n - i);
        [all[i], all[j]] = [all[j], all[i]];
      }
      return all.slice(0, count);
    },
    fork: (name) => seededRandom(hash(`${seed >>> 0}/${name}`)),
  };
}

/** FNV-1a over UTF-16 units, 32 bits. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}
