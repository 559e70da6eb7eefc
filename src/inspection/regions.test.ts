import { describe, expect, it } from 'vitest';
import { findRegions } from './regions.ts';

describe('findRegions()', () => {
  it('boxes connected areas above 1, hottest first', () => {
    const map = mapOf(`
      2 2 0 0 0
      0 2 0 0 3
      0 0 0 0 0`);
    expect(findRegions(map)).toEqual([
      { x: 4, y: 1, width: 1, height: 1, area: 1, peak: 3, kind: 'foreign' },
      { x: 0, y: 0, width: 2, height: 2, area: 3, peak: 2, kind: 'foreign' },
    ]);
  });

  it('joins pixels that touch at a corner', () =>
    expect(findRegions(mapOf('2 0\n0 2'))).toHaveLength(1));

  it('names the area about the peak when nothing is above 1', () => {
    const [region, ...more] = findRegions(mapOf('0 0.8 0.9\n0 0 0'));
    expect(region).toMatchObject({ x: 1, width: 2, area: 2 });
    expect(region?.peak).toBeCloseTo(0.9);
    expect(more).toEqual([]);
  });

  it('takes a pixel above the limit, and none at it', () => {
    expect(findRegions(mapOf('1 0 1.5 1'))).toEqual([
      { x: 2, y: 0, width: 1, height: 1, area: 1, peak: 1.5, kind: 'foreign' },
    ]);
    expect(findRegions(mapOf('1.1 0.95'))).toMatchObject([{ area: 1 }]);
    // 80 % of the peak are 0.4.
    const below = { data: Float32Array.of(0.39, 0.41, 0.5), width: 3, height: 1, missing: null };
    expect(findRegions(below)).toMatchObject([{ x: 1, area: 2 }]);
    expect(findRegions(mapOf('1 0.5'))).toMatchObject([{ x: 0, area: 1, peak: 1 }]);
  });

  it('finds nothing on a map of zeros', () => expect(findRegions(mapOf('0 0\n0 0'))).toEqual([]));

  it('orders by the peak, not by the area', () => {
    const peaks = findRegions(mapOf('2 2 2 0 4 0 3 3 0 5')).map(({ peak }) => peak);
    expect(peaks).toEqual([5, 4, 3, 2]);
  });

  it('tells what is missing from what is foreign, by which makes the peak', () => {
    const map = { ...mapOf('2 3 0 4 2 0 5'), missing: Float32Array.of(0, 3, 0, 2, 2, 0, 0) };
    expect(findRegions(map).map(({ peak, kind }) => [peak, kind])).toEqual([
      [5, 'foreign'],
      [4, 'foreign'],
      [3, 'missing'],
    ]);
  });
});

function mapOf(text: string): Parameters<typeof findRegions>[0] {
  const rows = text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const width = rows[0]?.length ?? 0;
  return { data: Float32Array.from(rows.flat()), width, height: rows.length, missing: null };
}
