import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OBJECTS } from '../hyperparameters.ts';
import { contactOf } from './contact.ts';

const side = 50;
const size = { width: side, height: side };
const band = Math.round(OBJECTS.contact * side);

/** 1 on the columns from one to another, shape [side, side]. */
function columns(from: number, to: number): Uint8Array {
  return Uint8Array.from({ length: side * side }, (_, i) =>
    i % side >= from && i % side < to ? 1 : 0,
  );
}

describe('contactOf()', () => {
  it('leaves what lies beyond the band beside what touches an object', () => {
    const { judged, share } = contactOf(columns(10, 30), columns(30, 40), size);
    const row = [...judged.subarray(0, side)];
    const others = row.flatMap((value, x) => (value === 0 ? [x] : []));
    expect([others[0], others.at(-1)]).toEqual([30 - band, 39 + band]);
    expect(others).toHaveLength(10 + 2 * band);
    expect(share).toBeCloseTo((20 - band) / 20);
  });

  it('leaves the less the more touches, and never what is of others', () => {
    const edge = fc.integer({ min: 1, max: side - 1 });
    fc.assert(
      fc.property(edge, edge, fc.nat(9), (one, other, more) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other) + 1];
        const [own, others] = [columns(0, from), columns(from, to)];
        const left = contactOf(own, others, size);
        expect(left.judged.every((value, i) => value === 0 || others[i] === 0)).toBe(true);
        const less = contactOf(own, columns(Math.max(from - more, 0), to), size);
        expect(less.share).toBeLessThanOrEqual(left.share);
      }),
    );
  });

  it('leaves none of an object that is surrounded, which can be scored all the same', () => {
    const own = columns(24, 26);
    const { judged, share } = contactOf(
      own,
      own.map((value) => 1 - value),
      size,
    );
    expect(share).toBe(0);
    expect(judged).toEqual(own);
  });
});
