import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Frame } from './frame.ts';
import { slopeOf, usualLight } from './light-measure.ts';
import { litSquare, type LitSquare } from './lit-square.ts';
import { rgbImage } from './rgb-image.ts';

const SIZE = 64;

/** A square whose levels are those of a function of where a pixel lies, from 0 to 1. */
function drawn(levelAt: (x: number, y: number) => number): LitSquare {
  const data = Uint8Array.from({ length: SIZE * SIZE * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return levelAt(((pixel % SIZE) + 0.5) / SIZE, (Math.floor(pixel / SIZE) + 0.5) / SIZE);
  });
  const square = rgbImage(data, SIZE, SIZE);
  return litSquare({ square, frame: new Frame(square, SIZE, 'stretch') });
}

describe('slopeOf()', () => {
  it('finds how light falls onto an even surface', () => {
    const { across, down } = slopeOf(
      drawn((x, y) => 120 * Math.exp(0.4 * (x - 0.5) - 0.2 * (y - 0.5))),
    );
    expect(across).toBeCloseTo(0.4, 1);
    expect(down).toBeCloseTo(-0.2, 1);
  });

  it('takes no part for a slope, wherever it lies', () => {
    const place = fc.integer({ min: 0, max: 6 }).map((tenths) => tenths / 10);
    fc.assert(
      fc.property(place, place, (left, top) => {
        const isPart = (x: number, y: number): boolean =>
          x >= left && x < left + 0.4 && y >= top && y < top + 0.4;
        const { across, down } = slopeOf(drawn((x, y) => (isPart(x, y) ? 180 : 60)));
        expect(across).toBeCloseTo(0, 5);
        expect(down).toBeCloseTo(0, 5);
      }),
    );
  });

  it('says nothing where all is dark', () => {
    expect(slopeOf(drawn(() => 0))).toEqual({ across: 0, down: 0 });
  });
});

describe('usualLight()', () => {
  it('has the levels of all pictures, ascending, and the mean of their slopes', () => {
    const sloped = (slope: number): LitSquare => drawn((x) => 100 * Math.exp(slope * (x - 0.5)));
    const { levels, across, down } = usualLight([sloped(0.3), sloped(-0.1), drawn(() => 50)]);
    for (const channel of levels) {
      expect(channel).toHaveLength(32);
      expect(channel.toSorted((a, b) => a - b)).toEqual(channel);
      expect(channel.slice(0, 10)).toEqual(Array(10).fill(50));
    }
    expect(across).toBeCloseTo(0.2 / 3, 1);
    expect(down).toBeCloseTo(0, 2);
  });
});
