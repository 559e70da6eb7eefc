import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NearestList } from './nearest-list.ts';

describe('NearestList', () => {
  it('keeps what a sort puts first, ties by the lowest row', () => {
    const offers = fc.uniqueArray(fc.tuple(fc.nat(5), fc.nat(40)), {
      selector: ([, index]) => index,
      minLength: 1,
    });
    fc.assert(
      fc.property(offers, fc.integer({ min: 1, max: 9 }), (rows, count) => {
        const list = new NearestList(Math.min(count, rows.length));
        list.offer(-1, 99); // of another query
        list.clear();
        for (const [distance, index] of rows) list.offer(distance, index);
        const first = rows.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]).slice(0, count);
        expect([...list.distances]).toEqual(first.map(([distance]) => distance));
        expect([...list.indices]).toEqual(first.map(([, index]) => index));
      }),
    );
  });

  it('keeps rows of NaN in their own order', () => {
    const list = new NearestList(2);
    for (const index of [7, 3, 5]) list.offer(NaN, index);
    expect([...list.indices]).toEqual([3, 5]);
  });
});
