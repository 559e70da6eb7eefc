import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resizePlane } from '../image/resize.ts';
import { concatLevels, type FeatureMap, poolNeighbourhood, toPatches } from './patch-features.ts';

const ones: FeatureMap = { data: new Float32Array(9).fill(1), channels: 1, height: 3, width: 3 };

describe('poolNeighbourhood()', () => {
  it('counts zeros beyond the border, as PatchCore does', () => {
    const [corner, edge, , , centre] = poolNeighbourhood(ones, 3).data;
    expect([corner, edge, centre].map((v) => (v ?? 0) * 9)).toEqual([4, 6, 9].map(closeTo));
  });

  it('changes nothing at side 1', () => expect(poolNeighbourhood(ones, 1)).toBe(ones));

  it('equals the plain double sum', () => {
    fc.assert(
      fc.property(featureMap(), fc.constantFrom(3, 5), (map, side) => {
        const pooled = poolNeighbourhood(map, side);
        const expected = plainPool(map, side);
        for (const [i, value] of pooled.data.entries()) {
          expect(value).toBeCloseTo(expected[i] ?? NaN, 4);
        }
      }),
    );
  });
});

describe('toPatches()', () => {
  it('puts the channels of one position side by side', () => {
    const map = { data: Float32Array.of(1, 2, 3, 4, 5, 6), channels: 3, height: 1, width: 2 };
    expect([...toPatches(map).features.data]).toEqual([1, 3, 5, 2, 4, 6]);
  });
});

describe('concatLevels()', () => {
  it('enlarges coarse levels to the finest grid and joins the channels', () => {
    const coarse = { data: Float32Array.of(7), channels: 1, height: 1, width: 1 };
    const joined = concatLevels([coarse, ones], resizePlane);
    expect(joined).toMatchObject({ channels: 2, height: 3, width: 3 });
    expect([...joined.data]).toEqual([...Array<number>(9).fill(7), ...ones.data]);
  });
});

function closeTo(value: number): unknown {
  return expect.closeTo(value, 5);
}

function featureMap(): fc.Arbitrary<FeatureMap> {
  const side = fc.integer({ min: 1, max: 5 });
  return fc.tuple(side, side, side).chain(([channels, height, width]) =>
    fc
      .array(fc.integer({ min: -9, max: 9 }), {
        minLength: channels * height * width,
        maxLength: channels * height * width,
      })
      .map((data) => ({ data: Float32Array.from(data), channels, height, width })),
  );
}

function plainPool({ data, height, width }: FeatureMap, side: number): number[] {
  const radius = (side - 1) / 2;
  const at = (c: number, y: number, x: number): number =>
    y < 0 || x < 0 || y >= height || x >= width ? 0 : (data[(c * height + y) * width + x] ?? NaN);
  return Array.from(data, (_, i) => {
    const [c, y, x] = [Math.floor(i / (height * width)), Math.floor(i / width) % height, i % width];
    let sum = 0;
    for (let dy = -radius; dy <= radius; dy++) {
      for (let dx = -radius; dx <= radius; dx++) sum += at(c ?? 0, (y ?? 0) + dy, (x ?? 0) + dx);
    }
    return sum / side ** 2;
  });
}
