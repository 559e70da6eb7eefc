import { expect, it } from 'vitest';
import { extended } from './mask-stroke.ts';

it('grows by points that are apart, up to what a station takes', () => {
  const stroke = { width: 8, points: [[0, 0] as const] };
  expect(extended(stroke, [0.9, 0])).toBe(stroke);
  expect(extended(stroke, [3, 4]).points).toEqual([
    [0, 0],
    [3, 4],
  ]);
  const long = { width: 1, points: Array.from({ length: 5000 }, (_, x) => [x, 0] as const) };
  expect(extended(long, [9999, 9]).points).toHaveLength(5000);
});
