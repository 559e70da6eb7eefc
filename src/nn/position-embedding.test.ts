import { expect, it } from 'vitest';
import { interpolatePositions } from './position-embedding.ts';

const how = [
  { offset: 0.1, antialias: false },
  { offset: 0, antialias: false },
  { offset: 0, antialias: true },
];

it.each(how)('leaves a grid of the wanted side as it is: %j', (options) => {
  const grid = Float32Array.from({ length: 18 }, (_, i) => i);
  expect(interpolatePositions(grid, { from: 3, to: 3, width: 2 }, options)).toBe(grid);
});

it.each(how)('keeps what is the same everywhere, at every size: %j', (options) => {
  const grid = Float32Array.from({ length: 5 * 5 * 2 }, (_, i) => (i % 2 === 0 ? 3 : -7));
  for (const to of [1, 2, 4, 7, 12]) {
    const result = interpolatePositions(grid, { from: 5, to, width: 2 }, options);
    expect(result).toHaveLength(to * to * 2);
    result.forEach((value, i) => expect(value).toBeCloseTo(i % 2 === 0 ? 3 : -7, 5));
  }
});

it('keeps rows and columns apart', () => {
  const rows = Float32Array.from({ length: 16 }, (_, i) => Math.floor(i / 4));
  const result = interpolatePositions(rows, { from: 4, to: 8, width: 1 }, how[1]);
  for (let y = 0; y < 8; y++) {
    const row = result.subarray(y * 8, (y + 1) * 8);
    row.forEach((value) => expect(value).toBeCloseTo(row[0], 6));
    // The kernel overshoots a little at both ends.
    expect(row[0] - y / 2 + 0.25).toBeCloseTo(0, 0);
  }
});
