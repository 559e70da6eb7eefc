import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resizePlane } from '../image/resize.ts';
import { matrix, row } from '../tensor/matrix.ts';
import { unitRows } from '../tensor/norms.ts';
import {
  concatLevels,
  type FeatureMap,
  patchFeatures,
  pictureFeatures,
  toPatches,
} from './patch-features.ts';

const ones: FeatureMap = { data: new Float32Array(9).fill(1), channels: 1, height: 3, width: 3 };
const apart = { neighbourhood: 1, join: 'apart' as const };

describe('patchFeatures()', () => {
  it('counts zeros beyond the border, as PatchCore does', () => {
    const [level] = patchFeatures([ones], { neighbourhood: 3, join: 'apart' as const });
    const ninths = Array.from(level?.features.data ?? [], (value) => Math.round(value * 9));
    expect(ninths).toEqual([4, 6, 4, 6, 9, 6, 4, 6, 4]);
  });

  it('equals the plain double sum', () => {
    fc.assert(
      fc.property(featureMap(), fc.constantFrom(1, 3, 5), (map, side) => {
        const [level] = patchFeatures([map], { neighbourhood: side, join: 'apart' as const });
        const expected = plainPool(map, side);
        expect(level?.features.data.length).toBe(expected.length);
        for (const [i, value] of level?.features.data.entries() ?? []) {
          expect(value).toBeCloseTo(expected[i] ?? NaN, 4);
        }
      }),
    );
  });

  it('keeps levels apart, or joins them on the finest grid', () => {
    const coarse = { data: Float32Array.of(7), channels: 1, height: 1, width: 1 };
    expect(patchFeatures([coarse, ones], apart)).toHaveLength(2);
    const [joined] = patchFeatures([coarse, ones], { ...apart, join: 'concat' as const });
    expect(joined).toMatchObject({ height: 3, width: 3 });
    expect([...(joined?.features.data ?? [])]).toEqual(
      Array.from({ length: 9 }, () => [7, 1]).flat(),
    );
  });
});

describe("patchFeatures() joined as 'unit-concat'", () => {
  it('is concat, each level scaled to the same length and a patch to length 1', () => {
    fc.assert(
      fc.property(fc.array(featureMap(), { minLength: 1, maxLength: 3 }), (maps) => {
        const options = { neighbourhood: 3 };
        const [plain] = patchFeatures(maps, { ...options, join: 'concat' });
        const [unit] = patchFeatures(maps, { ...options, join: 'unit-concat' });
        expect(unit).toMatchObject({ height: plain.height, width: plain.width });
        let from = 0;
        for (const { channels } of maps) {
          for (let p = 0; p < plain.features.rows; p++) {
            const [before, after] = [plain, unit].map(({ features }) =>
              row(features, p).subarray(from, from + channels),
            );
            const length = Math.hypot(...before);
            const factor = length > 0 ? 1 / (length * Math.sqrt(maps.length)) : 0;
            for (const [i, value] of after.entries()) {
              expect(value).toBeCloseTo(before[i] * factor, 5);
            }
          }
          from += channels;
        }
      }),
    );
  });

  it('lets a level of small numbers weigh as much as one of large ones', () => {
    expect(distanceAtScale(1000)).toBeCloseTo(distanceAtScale(1), 6);
  });
});

describe('pictureFeatures()', () => {
  const joins = ['concat', 'unit-concat', 'apart'] as const;
  it.each(joins)('holds the patch features, and the coarsest level by itself, %s', (join) => {
    fc.assert(
      fc.property(fc.array(featureMap(), { minLength: 1, maxLength: 3 }), (maps) => {
        const options = { neighbourhood: 3, join };
        const { levels, coarse } = pictureFeatures(maps, options);
        expect(levels).toEqual(patchFeatures(maps, options));
        const areas = maps.map(({ height, width }) => height * width);
        const coarsest = maps[areas.indexOf(Math.min(...areas))];
        const [pooled] = patchFeatures([coarsest], { neighbourhood: 3, join: 'apart' });
        expect(coarse).toEqual({ ...pooled, features: unitRows(pooled.features) });
      }),
    );
  });

  it('does not scale a level that is kept apart', () => {
    const map = { data: Float32Array.of(3, 4), channels: 2, height: 1, width: 1 };
    const { levels, coarse } = pictureFeatures([map], apart);
    expect(levels[0].features).toEqual(matrix(Float32Array.of(3, 4), 1, 2));
    expect(coarse.features).toEqual(matrix(Float32Array.of(3 / 5, 4 / 5), 1, 2));
  });
});

describe('toPatches()', () => {
  it('puts the channels of one position side by side', () => {
    const map = { data: Float32Array.of(1, 2, 3, 4, 5, 6), channels: 3, height: 1, width: 2 };
    expect([...toPatches(map).features.data]).toEqual([1, 3, 5, 2, 4, 6]);
  });
});

describe('concatLevels()', () => {
  it('interpolates each channel as a plane is resized', () => {
    fc.assert(
      fc.property(featureMap(), (map) => {
        const fine = { data: new Float32Array(49), channels: 1, height: 7, width: 7 };
        const { features } = concatLevels([toPatches(map), toPatches(fine)], 'interpolate');
        const area = map.height * map.width;
        const planes = Array.from({ length: map.channels }, (_, c) =>
          resizePlane(map.data.subarray(c * area, (c + 1) * area), map, fine),
        );
        for (let p = 0; p < 49; p++) {
          for (const [c, plane] of planes.entries()) {
            expect(features.data[p * features.cols + c]).toBeCloseTo(plane[p] ?? NaN, 4);
          }
        }
      }),
    );
  });

  it('repeats each patch for all that it covers', () => {
    const coarse = { data: Float32Array.of(1, 2), channels: 1, height: 1, width: 2 };
    const fine = { data: new Float32Array(8), channels: 1, height: 2, width: 4 };
    const { features } = concatLevels([toPatches(coarse), toPatches(fine)], 'repeat');
    expect([...features.data].filter((_, i) => i % 2 === 0)).toEqual([1, 1, 2, 2, 1, 1, 2, 2]);
  });
});

/** Between two patches of two levels, the finer of which has values of some scale. */
function distanceAtScale(scale: number): number {
  const fine = { ...ones, data: ones.data.map((_, i) => (i + 1) * scale) };
  const both = { data: Float32Array.of(3, 4), channels: 2, height: 1, width: 1 };
  const [{ features }] = patchFeatures([fine, both], { ...apart, join: 'unit-concat' });
  return Math.hypot(...row(features, 0).map((value, i) => value - row(features, 8)[i]));
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

/** Patch by patch, as `patchFeatures` gives them. */
function plainPool({ data, channels, height, width }: FeatureMap, side: number): number[] {
  const radius = (side - 1) / 2;
  const at = (c: number, y: number, x: number): number =>
    y < 0 || x < 0 || y >= height || x >= width ? 0 : (data[(c * height + y) * width + x] ?? NaN);
  return Array.from(data, (_, i) => {
    const [c, p] = [i % channels, Math.floor(i / channels)];
    const [y, x] = [Math.floor(p / width), p % width];
    let sum = 0;
    for (let dy = -radius; dy <= radius; dy++) {
      for (let dx = -radius; dx <= radius; dx++) sum += at(c, y + dy, x + dx);
    }
    return sum / side ** 2;
  });
}
