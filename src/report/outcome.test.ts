import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sampleEntry } from '../../test/helpers/report-sample.ts';
import type { InspectionEntry } from '../inspection/entry.ts';
import { orderOf } from './outcome.ts';

const error: InspectionEntry = {
  name: 'x',
  error: { code: 'A', message: 'b', remedy: 'c', facts: {} },
};
const fail = (ratio: number): InspectionEntry => sampleEntry('f', { verdict: 'fail', ratio });
const pass = (ratio: number): InspectionEntry => sampleEntry('p', { verdict: 'pass', ratio });
const unjudged = sampleEntry('u', { verdict: 'cannot judge', ratio: null });

describe('orderOf()', () => {
  it('puts failures first, the worst of them at the top, and passes last', () => {
    const order = [fail(1234.6), fail(1234.5), fail(1.01), unjudged, error, pass(0.99), pass(0)];
    expect(order.toReversed().toSorted((a, b) => orderOf(a) - orderOf(b))).toEqual(order);
  });

  it('is an integer of 32 bits, as CSS wants it, whatever the ratio', () => {
    fc.assert(
      fc.property(fc.double(), (ratio) => {
        for (const entry of [fail(ratio), pass(ratio)]) {
          expect(orderOf(entry)).toBe(orderOf(entry) | 0);
        }
        expect(orderOf(fail(ratio))).toBeLessThan(orderOf(unjudged));
      }),
    );
  });
});
