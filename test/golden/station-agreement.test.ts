import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { analyseAgreement } from '../../packages/station/src/statistics/agreement/agreement-analysis.ts';
import type { Kappa } from '../../packages/station/src/statistics/agreement/kappa.ts';
import type { Share } from '../../packages/station/src/statistics/shares/share.ts';
import { readFixture } from '../helpers/fixture.ts';

const number = z.number();
const share = z.object({ count: number, of: number, low: number, high: number });
const kappa = z.object({ kappa: number, standardError: number });
const { studies } = readFixture(
  'statistics/agreement',
  z.object({
    studies: z.array(
      z.object({
        reference: z.array(number),
        appraisers: number,
        trials: number,
        judged: z.array(number),
        figures: z.array(
          z.object({
            effectiveness: number,
            within: number,
            missRate: share,
            falseAlarmRate: share,
            rightDecisions: share,
            againstReference: kappa,
            kappaWithin: kappa,
          }),
        ),
        pairs: z.array(kappa),
        agreed: number,
        rightByAll: number,
        kappaBetween: kappa,
      }),
    ),
  }),
);

describe.each(studies)('a study of $appraisers appraisers in $trials trials', (golden) => {
  const figures = analyseAgreement({
    parts: golden.reference.map((isGood, i) => ({
      name: `part ${i + 1}`,
      reference: isGood === 1 ? 'good' : 'bad',
    })),
    appraisers: Array.from({ length: golden.appraisers }, (_, a) => `appraiser ${a + 1}`),
    trials: golden.trials,
    judgements: Uint8Array.from(golden.judged),
  });

  it('each appraiser by the definitions', () => {
    expect(figures.appraisers).toHaveLength(golden.figures.length);
    for (const [a, expected] of golden.figures.entries()) {
      const ours = figures.appraisers[a];
      expect(ours.effectiveness.count).toBe(expected.effectiveness);
      expect(ours.withinAppraiser.count).toBe(expected.within);
      expectShare(ours.missRate, expected.missRate);
      expectShare(ours.falseAlarmRate, expected.falseAlarmRate);
      expectShare(ours.rightDecisions, expected.rightDecisions);
      expectKappa(ours.againstReference.kappa, expected.againstReference);
      expectKappa(ours.kappaWithin, expected.kappaWithin);
    }
  });

  it('all together, and each two', () => {
    expect(figures.system.agreed.count).toBe(golden.agreed);
    expect(figures.system.effectiveness.count).toBe(golden.rightByAll);
    expectKappa(figures.system.kappaBetween, golden.kappaBetween);
    expect(figures.pairs).toHaveLength(golden.pairs.length);
    for (const [i, expected] of golden.pairs.entries()) {
      expectKappa(figures.pairs[i].kappa, expected);
    }
  });
});

function expectShare({ count, of, interval }: Share, expected: z.infer<typeof share>): void {
  expect([count, of]).toEqual([expected.count, expected.of]);
  expect(interval.low).toBeCloseTo(expected.low, 10);
  expect(interval.high).toBeCloseTo(expected.high, 10);
}

function expectKappa(ours: Kappa | null, expected: z.infer<typeof kappa>): void {
  expect(ours?.kappa).toBeCloseTo(expected.kappa, 12);
  expect(ours?.standardError).toBeCloseTo(expected.standardError, 12);
}
