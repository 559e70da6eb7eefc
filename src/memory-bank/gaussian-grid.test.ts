import { expect, it } from 'vitest';
import { describeOnRuntimes } from '../../test/helpers/runtimes.ts';
import { seededRandom } from '../random.ts';
import { type Matrix, matrix } from '../tensor/matrix.ts';
import { fitGaussianGrid } from './gaussian-grid.ts';

describeOnRuntimes('fitGaussianGrid()', (runtime) => {
  it('measures in standard deviations, each position by itself', async () => {
    // Two channels: variances 2 and 8 at the first position, 0 at the second, and ε = 1.
    const samples = [
      [1, 2, 5, 5],
      [-1, 2, 5, 5],
      [1, -2, 5, 5],
      [-1, -2, 5, 5],
    ].map((values) =>
      matrix(
        Float32Array.from(values, (v) => v * Math.sqrt(1.5)),
        2,
        2,
      ),
    );
    const five = 5 * Math.sqrt(1.5);
    const grid = await fitGaussianGrid(runtime, samples, 1);
    const near = await grid.distances(matrix(Float32Array.of(3, 0, five, five), 2, 2));
    const far = await grid.distances(matrix(Float32Array.of(0, 9, five + 3, five - 4), 2, 2));
    await grid.release();
    expect([...near]).toEqual([expect.closeTo(Math.sqrt(3), 5), expect.closeTo(0, 5)]);
    expect([...far]).toEqual([expect.closeTo(3, 5), expect.closeTo(5, 5)]);
  });

  it('has a distance from a single sample: that over √ε', async () => {
    const grid = await fitGaussianGrid(runtime, [matrix(Float32Array.of(1, 1), 1, 2)], 0.01);
    const [distance] = await grid.distances(matrix(Float32Array.of(1.3, 0.6), 1, 2));
    await grid.release();
    expect(distance).toBeCloseTo(5, 5);
  });

  // Fewer samples than dimensions take the N×N form, more the D×D form.
  it.each([2, 3, 7, 8, 9, 40])('gives √(dᵀ Σ⁻¹ d) of %i samples in 8 dimensions', async (count) => {
    const random = seededRandom(count);
    const draw = (): Matrix =>
      matrix(
        Float32Array.from({ length: 5 * 8 }, () => 3 * random.normal()),
        5,
        8,
      );
    const samples = Array.from({ length: count }, draw);
    const query = draw();
    const grid = await fitGaussianGrid(runtime, samples, 0.01);
    const distances = await grid.distances(query);
    await grid.release();
    distances.forEach((distance, position) => {
      const expected = plainMahalanobis(samples, query, position);
      expect(Math.abs(distance / expected - 1)).toBeLessThan(2e-5);
    });
  });
});

/** Σ as PaDiM writes it, in float64, and Gaussian elimination. */
function plainMahalanobis(samples: readonly Matrix[], query: Matrix, position: number): number {
  const { cols: n } = query;
  const at = (m: Matrix, c: number): number => m.data[position * n + c];
  const channels = Array.from({ length: n }, (_, c) => c);
  const mean = channels.map((c) => samples.reduce((s, m) => s + at(m, c), 0) / samples.length);
  const system = channels.map((i) => [
    ...channels.map((j) => {
      const sum = samples.reduce((s, m) => s + (at(m, i) - mean[i]) * (at(m, j) - mean[j]), 0);
      return sum / (samples.length - 1) + (i === j ? 0.01 : 0);
    }),
    at(query, i) - mean[i],
  ]);
  for (const i of channels) {
    system[i] = system[i].map((value) => value / system[i][i]);
    for (const j of channels) {
      if (j !== i) system[j] = system[j].map((value, c) => value - system[j][i] * system[i][c]);
    }
  }
  return Math.sqrt(channels.reduce((s, c) => s + (at(query, c) - mean[c]) * system[c][n], 0));
}
