import { expect, it } from 'vitest';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { seededRandom } from '../random.ts';
import { matrix, squaredDistance } from '../tensor/matrix.ts';
import { project } from './projection.ts';

describeOnRuntimes('project()', (_single, create) => {
  const runtime = create(2);

  it('multiplies by normal numbers drawn row by row, over the root of the width', async () => {
    const features = matrix(Float32Array.of(1, 0, 0, 0, 2, 1), 2, 3);
    const projected = await project(runtime, features, 2, seededRandom(4));
    const random = seededRandom(4);
    const [a, b, c, d, e, f] = Array.from({ length: 6 }, () => random.normal() / Math.SQRT2);
    expect(projected).toMatchObject({ rows: 2, cols: 2 });
    [a, b, 2 * c + e, 2 * d + f].forEach((value, i) => {
      expect(projected.data[i]).toBeCloseTo(value, 6);
    });
  });

  it('keeps squared distances on average', async () => {
    const random = seededRandom(9);
    const data = Float32Array.from({ length: 200 * 300 }, () => random.normal());
    const features = matrix(data, 200, 300);
    const projected = await project(runtime, features, 128, random);
    let ratios = 0;
    for (let i = 1; i < 200; i++) {
      ratios +=
        squaredDistance(projected, 0, projected, i) / squaredDistance(features, 0, features, i);
    }
    // One ratio has a standard deviation of sqrt(2 / 128) = 0.125; these share row 0.
    expect(ratios / 199).toBeGreaterThan(0.85);
    expect(ratios / 199).toBeLessThan(1.15);
  });

  it('returns narrow features as they are', async () => {
    const features = matrix(new Float32Array(8), 2, 4);
    expect(await project(runtime, features, 4, seededRandom(0))).toBe(features);
  });
});
