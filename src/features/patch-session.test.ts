import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { seededRandom } from '../random.ts';
import { type FeatureMap, pictureFeatures } from './patch-features.ts';
import { PatchSession } from './patch-session.ts';

describeOnRuntimes('PatchSession', (runtime) => {
  it('computes what pictureFeatures() does', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.constantFrom(1, 3, 5),
        fc.constantFrom('concat' as const, 'unit-concat' as const, 'apart' as const),
        fc.constantFrom(
          [[6, 4]],
          [
            [8, 8],
            [4, 4],
          ],
          [
            [4, 3],
            [7, 9],
            [2, 2],
          ],
        ),
        async (seed, neighbourhood, join, grids) => {
          const maps = grids.map(([height, width], level) =>
            randomMap({ seed, channels: 3 + level, height, width }),
          );
          const patches = new PatchSession(runtime, { neighbourhood, join });
          const features = await patches.compute(maps);
          await patches.release();
          const expected = pictureFeatures(maps, { neighbourhood, join });
          expect(features.levels).toHaveLength(expected.levels.length);
          const all = [...expected.levels, expected.coarse];
          for (const [l, one] of [...features.levels, features.coarse].entries()) {
            const { features: rows, ...grid } = all[l];
            expect(one).toMatchObject(grid);
            expect([one.features.rows, one.features.cols]).toEqual([rows.rows, rows.cols]);
            for (const [i, value] of rows.data.entries()) {
              expect(Math.abs(one.features.data[i] - value)).toBeLessThan(1e-5);
            }
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('leaves rows of zeros, which have no direction, as they are', async () => {
    const map = { data: new Float32Array(8), channels: 2, height: 2, width: 2 };
    const patches = new PatchSession(runtime, { neighbourhood: 1, join: 'unit-concat' });
    const { levels, coarse } = await patches.compute([map]);
    expect([...levels[0].features.data, ...coarse.features.data]).toEqual(
      Array.from({ length: 16 }, () => 0),
    );
    await patches.release();
  });
});

/** Of positive and negative values, shape [C, H, W]. */
function randomMap({
  seed,
  ...shape
}: Omit<FeatureMap, 'data'> & { readonly seed: number }): FeatureMap {
  const random = seededRandom(seed >>> 0).fork(`${shape.channels}`);
  const { channels, height, width } = shape;
  const data = Float32Array.from({ length: channels * height * width }, () => random.normal());
  return { ...shape, data };
}
