import { describe, expect, it } from 'vitest';
import { type KitOptions, renderKit } from './index.ts';

const good = (kind: 'washer' | 'gear') => ({ kind, defect: null });
const options: KitOptions = {
  ground: 'washer',
  seed: 1,
  columns: 3,
  rows: 1,
  place: 64,
  parts: [good('washer'), null, good('gear')],
};

/** Columns of places in which two pictures differ. */
function changedPlaces(one: Uint8Array, other: Uint8Array): number[] {
  const changed = new Set<number>();
  for (const [i, value] of one.entries()) {
    if (value !== other[i]) changed.add(Math.floor((Math.floor(i / 3) % 192) / 64));
  }
  return [...changed].toSorted((a, b) => a - b);
}

describe('renderKit()', () => {
  it('renders the same bytes for the same options, and others for another seed', () => {
    const { image, boxes } = renderKit(options);
    expect(image).toMatchObject({ width: 192, height: 64 });
    expect(renderKit(options).image.data).toEqual(image.data);
    expect(renderKit({ ...options, seed: 2 }).image.data).not.toEqual(image.data);
    expect(boxes[1]).toBeNull();
    expect(boxes[2]?.x).toBeGreaterThanOrEqual(128);
  });

  it('changes a place alone where another part lies in it, a defective one, or none', () => {
    const { image } = renderKit(options);
    const [washer, , gear] = options.parts;
    for (const second of [good('gear'), { kind: 'gear', defect: 'scratch' } as const]) {
      const other = renderKit({ ...options, parts: [washer ?? null, second, gear ?? null] });
      expect(changedPlaces(image.data, other.image.data)).toEqual([1]);
    }
    const without = renderKit({ ...options, parts: [null, null, gear ?? null] });
    expect(changedPlaces(image.data, without.image.data)).toEqual([0]);
  });

  it.each<[Partial<KitOptions>, RegExp]>([
    [{ parts: [null] }, /Cannot use parts = 1: expected 3, one a place/],
    [{ place: 8 }, /Cannot use place = 8/],
  ])('refuses %j', (change, message) => {
    expect(() => renderKit({ ...options, ...change })).toThrow(message);
  });
});
