import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cornersOf, type LookArea, lookMask, lookWindow } from './look-area.ts';
import { movedArea } from './moved-area.ts';
import { inverseOf, placeUnder, type Similarity, similarityAbout, STILL } from './similarity.ts';

const good = { width: 60, height: 40 };
const IGNORING: LookArea = {
  include: null,
  ignore: [cornersOf({ x: 0.5, y: 0.25, width: 0.25, height: 0.25 })],
  mask: null,
};
const INCLUDING: LookArea = {
  include: cornersOf({ x: 0.25, y: 0.25, width: 0.5, height: 0.5 }),
  ignore: [],
  mask: null,
};

function maskOf(area: LookArea): Uint8Array {
  return lookMask(area, good, { x: 0, y: 0, ...good });
}

function by(dx: number): Similarity {
  return similarityAbout([30, 20], { degrees: 0, scale: 1, dx, dy: 0 });
}

describe('movedArea()', () => {
  it('is the area itself where the part lies as in the good picture', () => {
    for (const area of [IGNORING, INCLUDING]) {
      const moved = movedArea(area, { similarity: STILL, good, picture: good });
      expect(maskOf(moved.area)).toEqual(maskOf(area));
      expect(lookWindow(moved.area, good)).toEqual(lookWindow(area, good));
      expect(moved.share).toBe(1);
    }
  });

  it('looks at what shows a place that is looked at, however the part lies', () => {
    const change = fc.record({
      degrees: fc.double({ min: -180, max: 180, noNaN: true }),
      scale: fc.double({ min: 0.8, max: 1.25, noNaN: true }),
      dx: fc.double({ min: -10, max: 10, noNaN: true }),
      dy: fc.double({ min: -10, max: 10, noNaN: true }),
    });
    fc.assert(
      fc.property(change, (how) => {
        const similarity = similarityAbout([30, 20], how);
        const back = inverseOf(similarity);
        const moved = maskOf(movedArea(IGNORING, { similarity, good, picture: good }).area);
        let wrong = 0;
        for (const [i, is] of moved.entries()) {
          const [x, y] = placeUnder(back, [(i % 60) + 0.5, Math.floor(i / 60) + 0.5]);
          // Just beside an edge, rounding decides.
          const depth = Math.min(x - 30, 45 - x, y - 10, 20 - y);
          if (Math.abs(depth) < 1e-6) continue;
          const [column, row] = [Math.floor(x) + 0.5, Math.floor(y) + 0.5];
          const isIgnored = column > 30 && column < 45 && row > 10 && row < 20;
          wrong += Number(is !== (isIgnored ? 0 : 1));
        }
        expect(wrong).toBe(0);
      }),
      { numRuns: 50 },
    );
  });

  it('cuts out as much as before, where the part is, and says what is lost beyond the picture', () => {
    const near = movedArea(INCLUDING, { similarity: by(8), good, picture: good });
    expect(lookWindow(near.area, good)).toEqual({ x: 23, y: 10, width: 30, height: 20 });
    expect(near.share).toBe(1);
    const far = movedArea(INCLUDING, { similarity: by(30), good, picture: good });
    expect(lookWindow(far.area, good)).toEqual({ x: 30, y: 10, width: 30, height: 20 });
    expect(far.share).toBeCloseTo(0.5);
  });

  it('means the same at another resolution', () => {
    const similarity = similarityAbout([30, 20], { degrees: 0, scale: 1, dx: 5, dy: -4 });
    const small = maskOf(movedArea(IGNORING, { similarity, good, picture: good }).area);
    const picture = { width: 120, height: 80 };
    const { area, share } = movedArea(IGNORING, { similarity, good, picture });
    const large = lookMask(area, picture, { x: 0, y: 0, ...picture });
    for (const [i, is] of small.entries()) {
      const [x, y] = [i % 60, Math.floor(i / 60)];
      expect(large[2 * y * 120 + 2 * x]).toBe(is);
    }
    expect(share).toBe(1);
  });
});
