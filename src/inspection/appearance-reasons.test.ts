import { describe, expect, it } from 'vitest';
import type { Excess } from './appearance-limits.ts';
import { reasonOf } from './appearance-reasons.ts';
import { REASON_CODES } from './reason.ts';

const size = { width: 800, height: 400, light: 0.5, contrast: 0.2 };
const smallest = { width: 1600, height: 800 };

/** Of each code, as its message tells it. */
const told: readonly (readonly [excess: Excess, message: string])[] = [
  [
    { code: 'size', measured: 566, limit: 622, good: 1131, smallest },
    'it is 800 × 400 pixels; good ones have 1600 × 800 pixels: expected at least 880 × 440 pixels',
  ],
  [
    { code: 'aspect-ratio', measured: 2, limit: 1.15, good: 1 },
    'it is 800 × 400 pixels, 2.00 : 1; good pictures are 1.00 : 1 (up to 15 % off is allowed)',
  ],
  [
    { code: 'aspect-ratio', measured: 0.5, limit: 0.87, good: 1 },
    'it is 800 × 400 pixels, 0.50 : 1; good pictures are 1.00 : 1 (up to 15 % off is allowed)',
  ],
  [
    { code: 'too-dark', measured: 0.05, limit: 0.09, good: 0.155 },
    'it is 3.1 times darker than the darkest good picture: mean light 13 of 255, expected at least 23',
  ],
  [
    { code: 'too-dark', measured: 0, limit: 0.09, good: 0.155 },
    'it is black: mean light 0 of 255, expected at least 23',
  ],
  [
    { code: 'too-bright', measured: 0.9, limit: 0.8, good: 0.5 },
    'it is 1.80 times brighter than the brightest good picture: mean light 230 of 255, expected at most 204',
  ],
  [
    { code: 'overexposed', measured: 0.97, limit: 0.35, good: 0.031 },
    '97 % of its pixels are fully white or have a colour at its end (255), 3.1 % of those of the most exposed good picture: expected at most 35 %',
  ],
  [
    { code: 'low-contrast', measured: 0.01, limit: 0.04, good: 0.13 },
    'it has 13 times less contrast than the flattest good picture: its lightness spreads by 2.6 of 255, expected at least 10',
  ],
  [
    { code: 'low-contrast', measured: 0, limit: 0.04, good: 0.13 },
    'it is one flat tone: its lightness spreads by 0 of 255, expected at least 10',
  ],
  [
    { code: 'negative', measured: 4.13, limit: 2.72, good: 1 },
    'light and dark are exchanged: it is 4.1 times nearer to the inverted good pictures than to the good pictures (allowed 2.7)',
  ],
  [
    { code: 'channel-order', measured: 0.83, limit: 0.45, good: 0 },
    '83 % of it has the colours of the good pictures with red and blue exchanged: expected at most 45 %',
  ],
  [
    { code: 'colour-cast', colour: 'red', measured: 0.52, limit: 0.45, good: 0.36 },
    'red makes up 52 % of its light, 36 % in the good picture that comes nearest: expected at most 45 %',
  ],
  [
    { code: 'colour-cast', measured: 0.83, limit: 0.45, good: 0 },
    'its colours are others all over, as if the light were of another colour, or red and blue exchanged: in 83 % of the picture, expected at most 45 %',
  ],
  [
    { code: 'low-contrast', measured: 28.9 / 255, limit: 29.2 / 255, good: 86 / 255 },
    'it has 3.0 times less contrast than the flattest good picture: its lightness spreads by 28.9 of 255, expected at least 29.2',
  ],
  [
    { code: 'colour-cast', colour: 'blue', measured: 0.09, limit: 0.2, good: 0.3 },
    'blue makes up 9.0 % of its light, 30 % in the good picture that comes nearest: expected at least 20 %',
  ],
  [
    { code: 'saturation', measured: 0.004, limit: 0.01, good: 0.1 },
    'its colours are 25 times paler than those of the palest good picture: they stand out from grey by 1.0 of 255, by 26 in the palest good picture: expected at least 2.6',
  ],
  [
    { code: 'saturation', measured: 0, limit: 0.01, good: 0.1 },
    'it has no colours: they stand out from grey by 0 of 255, by 26 in the palest good picture: expected at least 2.6',
  ],
  [
    { code: 'blurred', measured: 0.5, limit: 0.9, good: 1.3 },
    'its edges are 2.6 times as wide as those of the softest good picture: expected at most 1.44 times',
  ],
  [
    { code: 'noisy', measured: 0.09, limit: 0.06, good: 0.03 },
    'it is 3.0 times as grainy as the grainiest good picture (allowed 2.0 times): where it is even, its lightness changes by 4.6 of 255 a pixel, expected at most 3.1',
  ],
];

describe('reasonOf()', () => {
  it.each(told)('says what and how much of %j', (excess, message) => {
    expect(reasonOf(excess, size, 4).message).toBe(message);
  });

  it('calls a white picture white', () => {
    const excess = { code: 'overexposed', measured: 1, limit: 0.35, good: 0 } as const;
    expect(reasonOf(excess, { ...size, light: 1 }, 4).message).toMatch(/^it is white: 100 %/);
  });

  it('has an example here of every code that looks can have', () => {
    const others = [
      'no-threshold',
      'score-not-a-number',
      'absent',
      'missing-piece',
      'small-defects',
      'regions-lost',
      'not-aligned',
      'turned',
      'displaced',
      'no-objects',
      'object-missing',
      'object-surplus',
      'objects-overlap',
      'objects-touch',
      'other-kind',
    ];
    const codes = new Set<string>(told.map(([{ code }]) => code));
    expect(REASON_CODES.filter((code) => !codes.has(code))).toEqual(others);
  });

  it('says what to do, and gives the numbers', () => {
    for (const [excess] of told) {
      const { remedy, facts, code } = reasonOf(excess, size, 4);
      expect(remedy).toMatch(/^[A-Z].*\.$/);
      const { measured, limit, good, colour } = excess;
      expect(code).toBe(excess.code);
      expect(facts).toEqual({
        ...(colour && { colour }),
        measured,
        limit,
        good,
        goodPictures: 4,
      });
    }
  });
});
