import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArgumentRangeError } from '../errors.ts';
import { PixelScores } from './pixel-scores.ts';
import { aupro, proCurve, type RankedRegions } from './region-overlap.ts';
import { auroc } from './roc.ts';

/** One row of pixels. */
function rankRow(map: readonly number[], mask: readonly number[]): RankedRegions {
  const pixels = new PixelScores(map.length);
  pixels.add(Float32Array.from(map), map.length, Uint8Array.from(mask));
  return pixels.ranked();
}

describe('proCurve()', () => {
  it('averages over regions, not over pixels', () => {
    // A region of 3 pixels, found at once, and one of 1 pixel, found last.
    const ranked = rankRow([9, 9, 9, 5, 1, 5], [1, 1, 1, 0, 1, 0]);
    expect(proCurve(ranked)).toEqual({
      falsePositiveRate: [0, 0, 1, 1],
      regionOverlap: [0, 0.5, 0.5, 1],
    });
  });

  it('thinned, keeps both ends', () => {
    const map = Array.from({ length: 500 }, (_, i) => Math.sin(i * i));
    const { falsePositiveRate: x, regionOverlap: y } = proCurve(
      rankRow(
        map,
        map.map((_, i) => Number(i % 9 === 0)),
      ),
      0.1,
    );
    expect(x.length).toBeLessThan(22);
    expect([x[0], y[0], x.at(-1), y.at(-1)]).toEqual([0, 0, 1, 1]);
  });
});

describe('aupro()', () => {
  it('interpolates at the limit', () => {
    // (0, 0) → (1/2, 1) → (1, 1): at 0.25 the curve is at 1/2, so the area is a triangle.
    const ranked = rankRow([3, 3, 1], [1, 0, 0]);
    expect(aupro(ranked, 0.25)).toBeCloseTo((0.25 * 0.5) / 2 / 0.25, 15);
  });

  it('of one region and the limit 1 is the AUROC of its pixels', () => {
    const rows = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 4, maxLength: 30 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 3 }), (map, size) => {
        const ranked = rankRow(
          map,
          map.map((_, i) => Number(i < size)),
        );
        expect(aupro(ranked, 1)).toBeCloseTo(auroc(ranked), 12);
      }),
    );
  });

  it('is 1 for a perfect map and 0 where no region is found', () => {
    expect(aupro(rankRow([1, 0, 0, 1], [1, 0, 0, 1]))).toBe(1);
    expect(aupro(rankRow([0, 1, 1, 0], [1, 0, 0, 1]))).toBe(0);
  });

  it.each([0, -0.3, 1.1, Number.NaN])('refuses the limit %s', (limit) => {
    expect(() => aupro(rankRow([1, 0], [1, 0]), limit)).toThrow(ArgumentRangeError);
  });
});
