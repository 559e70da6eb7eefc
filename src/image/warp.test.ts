import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compose } from '../../test/helpers/compose-warps.ts';
import type { PlanarImage } from './planar.ts';
import {
  type AffineMatrix,
  flipHorizontal,
  flipVertical,
  rotation,
  scaling,
  translation,
  warpAffine,
} from './warp.ts';

describe('warpAffine()', () => {
  it('permutes the pixels of a square picture by right angles and flips, bit for bit', () => {
    fc.assert(
      fc.property(squareImage(), (image) => {
        const last = image.width - 1;
        const cases: [AffineMatrix, (x: number, y: number) => [number, number]][] = [
          [rotation(90), (x, y) => [last - y, x]],
          [rotation(180), (x, y) => [last - x, last - y]],
          [rotation(270), (x, y) => [y, last - x]],
          [rotation(-90), (x, y) => [y, last - x]],
          [rotation(360), (x, y) => [x, y]],
          [flipHorizontal, (x, y) => [last - x, y]],
          [flipVertical, (x, y) => [x, last - y]],
        ];
        for (const [matrix, from] of cases) {
          expect(warpAffine(image, matrix).data).toEqual(permuted(image, from));
        }
      }),
    );
  });

  it('flips pictures of any proportions, bit for bit', () => {
    const wide = { data: Float32Array.from({ length: 18 }, (_, i) => i / 18), width: 3, height: 2 };
    const mirrored = permuted(wide, (x, y) => [2 - x, y]);
    expect(warpAffine(wide, flipHorizontal).data).toEqual(mirrored);
  });

  it('moves content right and down, and fills with the reflection', () => {
    const moved = warpAffine(row(1, 2, 3, 4), translation(0.5, 0, { width: 4, height: 1 }));
    expect([...moved.data.subarray(0, 4)]).toEqual([2, 1, 1, 2]);
    const column = { ...row(1, 2, 3, 4), width: 1, height: 4 };
    const lower = warpAffine(column, translation(0, 0.25, column));
    expect([...lower.data.subarray(0, 4)]).toEqual([1, 1, 2, 3]);
  });

  it('keeps one colour, whatever the matrix', () => {
    const angle = fc.integer({ min: -720, max: 720 });
    const shift = fc.integer({ min: -30, max: 30 });
    fc.assert(
      fc.property(angle, shift, shift, (degrees, right, down) => {
        const image = { data: new Float32Array(3 * 5 * 7).fill(0.25), width: 5, height: 7 };
        const matrix = compose(rotation(degrees), translation(right / 10, down / 10, image));
        expect(warpAffine(image, matrix).data).toEqual(image.data);
      }),
    );
  });

  it('enlarges about the centre', () => {
    const dot = row(0, 0, 1, 0, 0);
    expect(warpAffine(dot, scaling(2)).data.subarray(0, 5)).toEqual(
      Float32Array.of(0, 0.5, 1, 0.5, 0),
    );
  });
});

describe('rotation(), translation() and scaling()', () => {
  it('apply in order', () => {
    const size = { width: 10, height: 10 };
    // A quarter turn takes a shift to the right to one upwards.
    expect(rounded(compose(translation(0.1, 0, size), rotation(90)))).toEqual(
      rounded([0, 1, 0, -1, 0, -1]),
    );
    expect(rounded(compose(rotation(90), translation(0.1, 0, size)))).toEqual(
      rounded([0, 1, 1, -1, 0, 0]),
    );
  });

  it('add angles and multiply scales', () => {
    expect(rounded(compose(rotation(20), rotation(25)))).toEqual(rounded(rotation(45)));
    expect(rounded(compose(scaling(2), scaling(0.75)))).toEqual(rounded(scaling(1.5)));
    expect(rounded(compose())).toEqual(rounded(scaling(1)));
  });
});

/** To twelve decimals, without negative zeros. */
function rounded(matrix: AffineMatrix): number[] {
  return matrix.map((value) => Math.round(value * 1e12) / 1e12 + 0);
}

/** Three equal channels of one row. */
function row(...values: number[]): PlanarImage {
  const data = Float32Array.from([...values, ...values, ...values]);
  return { data, width: values.length, height: 1 };
}

/** Values of `image` read for each (x, y) at `from(x, y)`. */
function permuted(
  { data, width, height }: PlanarImage,
  from: (x: number, y: number) => [number, number],
): Float32Array {
  return data.map((_, i) => {
    const [x, y] = from(i % width, Math.floor(i / width) % height);
    return data[i - (i % (width * height)) + y * width + x];
  });
}

function squareImage(): fc.Arbitrary<PlanarImage> {
  return fc.integer({ min: 1, max: 9 }).chain((side) =>
    fc
      .array(fc.float({ min: 0, max: 1, noNaN: true }), {
        minLength: 3 * side * side,
        maxLength: 3 * side * side,
      })
      .map((values) => ({
        data: Float32Array.from(values, (v) => v + 0),
        width: side,
        height: side,
      })),
  );
}
