import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closed, opened } from './morphology.ts';

const masks = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
  .chain(([width, height]) => {
    const pixels = width * height;
    const bits = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: pixels, maxLength: pixels });
    return fc.record({
      size: fc.constant({ width, height }),
      mask: bits.map((values) => Uint8Array.from(values)),
      radius: fc.integer({ min: 0, max: 4 }),
    });
  });

/** The least or the largest value within a square, pixel by pixel. */
function extreme(
  mask: Uint8Array,
  { width }: { width: number },
  [radius, pick]: [number, (...values: number[]) => number],
): Uint8Array {
  return mask.map((_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const near = Array.from(mask).filter((__, j) => {
      const [u, v] = [j % width, Math.floor(j / width)];
      return Math.abs(u - x) <= radius && Math.abs(v - y) <= radius;
    });
    return pick(...near);
  });
}

describe('closed() and opened()', () => {
  it('are dilation and erosion, one after the other', () => {
    fc.assert(
      fc.property(masks, ({ mask, size, radius }) => {
        const grown = extreme(mask, size, [radius, Math.max]);
        expect(closed(mask, size, radius)).toEqual(extreme(grown, size, [radius, Math.min]));
        const worn = extreme(mask, size, [radius, Math.min]);
        expect(opened(mask, size, radius)).toEqual(extreme(worn, size, [radius, Math.max]));
      }),
    );
  });

  it('closes a gap and takes away a thread', () => {
    const gap = Uint8Array.from([1, 1, 1, 0, 0, 1, 1, 1]);
    expect(closed(gap, { width: 8, height: 1 }, 1)).toEqual(new Uint8Array(8).fill(1));
    const thread = Uint8Array.from([0, 0, 0, 1, 1, 0, 0, 0]);
    expect(opened(thread, { width: 8, height: 1 }, 1)).toEqual(new Uint8Array(8));
  });
});
