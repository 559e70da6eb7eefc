import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { inControl } from '../../packages/station/src/statistics/charts/in-control.ts';
import {
  cusumRunLength,
  ewmaRunLength,
} from '../../packages/station/src/statistics/charts/run-length.ts';
import { readFixture } from '../helpers/fixture.ts';

const number = z.number();
const golden = readFixture(
  'statistics/charts',
  z.object({
    ewma: z.array(z.object({ lambda: number, limit: number, shift: number, value: number })),
    cusum: z.array(z.object({ reference: number, decision: number, shift: number, value: number })),
    blom: z.object({ scores: z.array(number), standard: z.array(number) }),
  }),
);

describe('run lengths are those of the integral equations', () => {
  it.each(golden.ewma)('EWMA $lambda, $limit, shift $shift', ({ shift, value, ...options }) => {
    expect(Math.abs(ewmaRunLength(shift, options) / value - 1)).toBeLessThan(2e-3);
  });

  it.each(golden.cusum)(
    'CUSUM $reference, $decision, shift $shift',
    ({ shift, value, ...options }) => {
      expect(Math.abs(cusumRunLength(shift, options) / value - 1)).toBeLessThan(1e-3);
    },
  );
});

it('normal scores of a sample with ties are those of SciPy', () => {
  const { scores, standard } = golden.blom;
  const ours = inControl(scores, { clip: Infinity }).standardize(scores);
  expect(standard).toHaveLength(60);
  for (const [i, value] of standard.entries()) expect(ours[i]).toBeCloseTo(value, 12);
});
