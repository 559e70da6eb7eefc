import { expect, it } from 'vitest';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { seededRandom } from '../random.ts';
import { matrix, row } from '../tensor/matrix.ts';
import { fitSubspace } from './subspace.ts';

/** About (1, 2, 3): variance 8 along x, 2 along y, none along z, in two matrices. */
const cross = [
  matrix(Float32Array.of(5, 2, 3, -3, 2, 3), 2, 3),
  matrix(Float32Array.of(1, 4, 3, 1, 0, 3), 2, 3),
];

describeOnRuntimes('fitSubspace()', (runtime) => {
  it.each([
    [0.5, 1, [0, 4, 29]],
    [0.8, 1, [0, 4, 29]],
    [0.81, 2, [0, 0, 25]],
    [1, 2, [0, 0, 25]],
  ])('explains %d of the variance by %i components', async (share, count, residuals) => {
    const subspace = await fitSubspace(runtime, cross, share);
    const queries = matrix(Float32Array.of(9, 2, 3, 7, 4, 3, 0, 4, 8), 3, 3);
    const actual = await subspace.squaredResiduals(queries);
    await subspace.release();
    expect(subspace.components.rows).toBe(count);
    expect(Math.abs(row(subspace.components, 0)[0])).toBeCloseTo(1, 6);
    residuals.forEach((residual, i) => expect(actual[i]).toBeCloseTo(residual, 4));
  });

  it('measures the distance to the mean where all features are equal', async () => {
    const subspace = await fitSubspace(runtime, [matrix(new Float32Array(12).fill(2), 4, 3)], 0.99);
    const [own, other] = await subspace.squaredResiduals(
      matrix(Float32Array.of(2, 2, 2, 3, 3, 3), 2, 3),
    );
    await subspace.release();
    expect(own).toBe(0);
    expect(other).toBeLessThanOrEqual(3);
  });

  it('leaves nothing of its own features when all variance is explained', async () => {
    const random = seededRandom(4);
    const features = matrix(
      Float32Array.from({ length: 30 * 6 }, () => random.normal()),
      30,
      6,
    );
    const subspace = await fitSubspace(runtime, [features], 1);
    const residuals = await subspace.squaredResiduals(features);
    await subspace.release();
    expect(Math.max(...residuals)).toBeLessThan(1e-9);
  });
});
