import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { squaredDistances } from './distance-transform.ts';

/** By looking at every pixel that is zero, and at the frame beyond the edges. */
function slowly(mask: Uint8Array, width: number, height: number): number[] {
  return Array.from(mask, (value, i) => {
    if (value === 0) return 0;
    const [x, y] = [i % width, Math.floor(i / width)];
    let least = Math.min(x + 1, y + 1, width - x, height - y) ** 2;
    for (const [j, other] of mask.entries()) {
      if (other !== 0) continue;
      least = Math.min(least, ((j % width) - x) ** 2 + (Math.floor(j / width) - y) ** 2);
    }
    return least;
  });
}

describe('squaredDistances()', () => {
  it('gives what looking at every pixel gives', () => {
    const masks = fc
      .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
      .chain(([width, height]) =>
        fc
          .array(fc.integer({ min: 0, max: 1 }), {
            minLength: width * height,
            maxLength: width * height,
          })
          .map((mask) => ({ mask: Uint8Array.from(mask), width, height })),
      );
    fc.assert(
      fc.property(masks, ({ mask, width, height }) => {
        const distances = squaredDistances(mask, width, height);
        expect(Array.from(distances)).toEqual(slowly(mask, width, height));
      }),
    );
  });
});
