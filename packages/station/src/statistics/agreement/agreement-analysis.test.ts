import { seededRandom } from 'fewgood';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyseAgreement } from './agreement-analysis.ts';
import { judgeShown } from './criteria.ts';
import { cohenKappa, type CrossTable, fleissKappa } from './kappa.ts';
import type { AttributeStudy } from './study.ts';
import { exactShare } from '../shares/share.ts';

/** A study in which every part is judged rightly but for what `wrong` says. */
function studyOf(
  good: number,
  bad: number,
  wrong: (part: number, trial: number) => boolean = () => false,
): AttributeStudy {
  const parts = Array.from({ length: good + bad }, (_, i) => ({
    name: `part ${i}`,
    reference: i < good ? ('good' as const) : ('bad' as const),
  }));
  const trials = 3;
  const judgements = Uint8Array.from({ length: parts.length * trials }, (_, i) => {
    const part = Math.floor(i / trials);
    return part < good === wrong(part, i % trials) ? 0 : 1;
  });
  return { parts, appraisers: ['A'], trials, judgements };
}

/** One part a code: bit 0 says what it is, bits 1 and 2 what two trials say. */
function studyOfCodes(codes: readonly number[]): AttributeStudy {
  return {
    parts: codes.map((code, i) => ({ name: `${i}`, reference: code % 2 ? 'good' : 'bad' })),
    appraisers: ['A'],
    trials: 2,
    judgements: Uint8Array.from(codes.flatMap((code) => [(code >> 1) & 1, code >> 2])),
  };
}

describe('analyseAgreement()', () => {
  it('of an appraiser who is always right is acceptable, as far as the parts show', () => {
    const few = analyseAgreement(studyOf(30, 20));
    expect(few.system.observed).toBe('acceptable');
    // 20 bad parts without a miss: up to 16.8 % may be missed.
    expect(few.system.shown).toBe('unacceptable');
    expect(few.appraisers[0]?.missRate.interval.high).toBeCloseTo(0.1684, 4);
    expect(few.appraisers[0]?.againstReference.kappa.kappa).toBe(1);

    const many = analyseAgreement(studyOf(183, 183));
    expect(many.system.shown).toBe('acceptable');
    expect(analyseAgreement(studyOf(183, 182)).system.shown).toBe('marginal');
  });

  it('of good parts alone is undetermined: nothing could be missed', () => {
    const { appraisers, system } = analyseAgreement(studyOf(50, 0));
    expect(system.observed).toBe('undetermined');
    expect(appraisers[0]?.observed.by).toEqual({
      effectiveness: 'acceptable',
      missRate: 'undetermined',
      falseAlarmRate: 'acceptable',
    });
    expect(appraisers[0]?.againstReference.kappa).toMatchObject({ kappa: null, interval: null });
  });

  it('names a part that is always wrong, and one that is mixed', () => {
    const { appraisers } = analyseAgreement(
      studyOf(5, 5, (part, trial) => part === 7 || (part === 2 && trial === 0)),
    );
    const [figures] = appraisers;
    expect([figures?.alwaysWrong, figures?.mixed]).toEqual([['part 7'], ['part 2']]);
    expect([figures?.withinAppraiser.count, figures?.effectiveness.count]).toEqual([9, 8]);
  });

  it('does not depend on the order of parts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 3, maxLength: 20 }),
        (codes) => {
          const [first, second] = [studyOfCodes(codes), studyOfCodes(codes.toReversed())].map(
            (one) => {
              const { system, appraisers } = analyseAgreement(one);
              return [system.agreed.count, appraisers[0]?.missRate, appraisers[0]?.observed];
            },
          );
          expect(first).toEqual(second);
        },
      ),
    );
  });
});

describe('judgeShown()', () => {
  it('takes the unfavourable end of each interval', () => {
    const rates = {
      effectiveness: exactShare(960, 1000), // at least 94.6 %
      missRate: exactShare(3, 1000), // at most 0.9 %
      falseAlarmRate: exactShare(45, 1000), // at most 6.0 %
    };
    expect(judgeShown(rates)).toEqual({
      capability: 'marginal',
      by: { effectiveness: 'acceptable', missRate: 'acceptable', falseAlarmRate: 'marginal' },
    });
  });
});

describe('kappas', () => {
  it('Fleiss: 0 by chance, 1 of complete agreement, negative of complete disagreement', () => {
    expect(fleissKappa([0, 3, 3, 0], 3).kappa).toBe(1);
    expect(fleissKappa([1, 1, 1, 1], 2).kappa).toBe(-1);
    expect(fleissKappa([0, 1, 1, 2], 2).kappa).toBe(0);
  });

  it('Fleiss of two judgements is Scott’s pi: both margins together', () => {
    // Tables of parts judged bad-bad, bad-good, good-bad, good-good.
    const good = [0, 0, 0, 1, 1, 2, 2, 2, 2, 2];
    const share = 12 / 20;
    const chance = share ** 2 + (1 - share) ** 2;
    expect(fleissKappa(good, 2).kappa).toBeCloseTo((0.8 - chance) / (1 - chance), 12);
  });

  it('of one part, or of parts all called the same, have no interval', () => {
    expect(cohenKappa([[1, 0, 0, 2]]).interval).toBeNull();
    expect(fleissKappa([3, 3, 3], 3)).toMatchObject({ kappa: null, interval: null });
  });

  it('of complete agreement are not known to be 1', () => {
    const tables = Array.from({ length: 50 }, (_, i): CrossTable =>
      i < 25 ? [3, 0, 0, 0] : [0, 0, 0, 3],
    );
    const { kappa, interval } = cohenKappa(tables);
    expect([kappa, interval?.high]).toEqual([1, 1]);
    // Up to 5.8 % of parts may disagree (1 - 0.05^(1/50)), half of chance's 50 %.
    expect(interval?.low).toBeCloseTo(1 - 0.05816 / 0.5, 4);
  });

  it('cover the truth about as often as they say: appraisers who are wrong on hard parts', () => {
    const random = seededRandom(11);
    // Two appraisers, three trials; a fifth of parts are hard, on which each errs with probability 0.3.
    const draw = (): readonly [number, number, number, number] => {
      const isGood = random.uniform() < 0.5;
      const error = random.uniform() < 0.2 ? 0.3 : 0.03;
      const table: [number, number, number, number] = [0, 0, 0, 0];
      for (let t = 0; t < 3; t++) {
        const [a, b] = [random.uniform() < error !== isGood, random.uniform() < error !== isGood];
        table[(a ? 1 : 0) + (b ? 2 : 0)]++;
      }
      return table;
    };
    // Both are alike, so that half is agreed by chance: kappa = 1 - 2 P(differ).
    const differ = 0.2 * 2 * 0.3 * 0.7 + 0.8 * 2 * 0.03 * 0.97;
    const truth = 1 - 2 * differ;
    let covered = 0;
    const studies = 400;
    for (let i = 0; i < studies; i++) {
      const { interval } = cohenKappa(Array.from({ length: 50 }, draw));
      if (interval && interval.low <= truth && truth <= interval.high) covered++;
    }
    expect(covered / studies).toBeGreaterThan(0.92);
    expect(covered / studies).toBeLessThan(0.98);
  });
});
