import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  degreesOf,
  followedBy,
  inverseOf,
  placeUnder,
  scaleOf,
  type Similarity,
  similarityAbout,
  STILL,
  turnBetween,
} from './similarity.ts';

const degrees = fc.double({ min: -179, max: 179, noNaN: true });
const scale = fc.double({ min: 0.5, max: 2, noNaN: true });
const pixels = fc.double({ min: -500, max: 500, noNaN: true });
const place = fc.tuple(pixels, pixels);
const similarity: fc.Arbitrary<Similarity> = fc
  .tuple(place, fc.record({ degrees, scale, dx: pixels, dy: pixels }))
  .map(([about, change]) => similarityAbout(about, change));

describe('similarityAbout()', () => {
  it('moves the place that it turns about, and tells its angle and scale', () => {
    fc.assert(
      fc.property(place, degrees, scale, place, (about, turn, times, [dx, dy]) => {
        const one = similarityAbout(about, { degrees: turn, scale: times, dx, dy });
        const [x, y] = placeUnder(one, about);
        expect(x).toBeCloseTo(about[0] + dx, 6);
        expect(y).toBeCloseTo(about[1] + dy, 6);
        expect(degreesOf(one)).toBeCloseTo(turn, 6);
        expect(scaleOf(one)).toBeCloseTo(times, 6);
      }),
    );
  });

  it('turns clockwise as one looks at the picture, with y down', () => {
    const quarter = similarityAbout([0, 0], { degrees: 90, scale: 1, dx: 0, dy: 0 });
    const [x, y] = placeUnder(quarter, [1, 0]);
    expect([x, y].map((v) => Math.round(v))).toEqual([0, 1]);
  });
});

describe('followedBy()', () => {
  it('is one after the other, and nothing with the way back', () => {
    fc.assert(
      fc.property(similarity, similarity, place, (one, other, at) => {
        const [x, y] = placeUnder(followedBy(one, other), at);
        const [u, v] = placeUnder(other, placeUnder(one, at));
        expect(Math.hypot(x - u, y - v)).toBeLessThan(1e-6);
        const back = followedBy(one, inverseOf(one));
        for (const name of ['a', 'b', 'c', 'd'] as const) {
          expect(Math.abs(back[name] - STILL[name])).toBeLessThan(1e-6);
        }
      }),
    );
  });
});

describe('turnBetween()', () => {
  it('goes the short way round', () => {
    expect(turnBetween(170, -170)).toBe(20);
    expect(turnBetween(-90, 90)).toBe(180);
    expect(turnBetween(10, 370)).toBe(0);
  });
});
