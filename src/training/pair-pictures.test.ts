import { describe, expect, it } from 'vitest';
import { rgbImage } from '../image/rgb-image.ts';
import { preparePairs } from './pair-pictures.ts';

const [grey, black] = [128, 0].map((value) => rgbImage(new Uint8Array(48).fill(value), 4, 4));
const pictures = [grey, black];
const pairs = [
  { query: 0, support: 1, seed: 7 },
  { query: 1, support: 0, seed: 8 },
];
const pictureOf = (index: number) => pictures[index];

describe('the pictures of a batch', () => {
  it('are normalised, queries and unchanged support pictures as they are', () => {
    const { query, support } = preparePairs(pairs, pictureOf, { families: [], pose: 'fixed' });
    const [light, dark] = [(128 / 255 - 0.485) / 0.229, (0 - 0.485) / 0.229];
    expect(query[0]).toBeCloseTo(light, 6);
    expect(query[48]).toBeCloseTo(dark, 6);
    expect([support[0], support[48]]).toEqual([query[48], query[0]]);
    expect(query).toHaveLength(96);
  });

  it('change with the seed of the pair alone', () => {
    const options = { families: ['brightness'], pose: 'fixed' } as const;
    const [a, b] = [0, 1].map(() => preparePairs(pairs, pictureOf, options));
    expect(a.support).toEqual(b.support);
    const others = pairs.map((pair) => ({ ...pair, seed: pair.seed + 1 }));
    expect(preparePairs(others, pictureOf, options).support).not.toEqual(a.support);
    expect(preparePairs(others, pictureOf, options).query).toEqual(a.query);
  });
});
