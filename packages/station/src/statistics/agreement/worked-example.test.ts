/**
 * The example of the manual (AIAG, Measurement Systems Analysis, 4th ed., III-C: 50 parts, 3 appraisers, 3
 * trials), as far as others print its figures openly: the cross tables and kappas, parts matched, miss and
 * false alarm rates. Of the parts on which all agree only the number counts, so the table here has them in
 * a row, and not where the manual has them.
 *
 * Figures: help of JMP, "Effectiveness Report" (rater A: 45 and 3, 97 and 5) and "Agreement Statistic"
 * (A and B: 0.86), sample data Attribute Gauge; almabrainy.com, "MSA, what is so tough?" (A rejects 50
 * times, B 47); elsmar.com, thread 46508 (42, 45 and 40 of 50 matched, of which 29, 32 and 28 good and 13,
 * 13 and 12 bad).
 */
import { expect, it } from 'vitest';
import { analyseAgreement } from './agreement-analysis.ts';
import { collectStudy, type StudyPart, type StudyRecord } from './study.ts';

/** Verdicts of A, B and C in three trials each, and what the part is; 1 is good. */
const DISPUTED = [
  '110 110 100 1',
  '111 111 101 1',
  '000 000 010 0',
  '110 111 100 1',
  '110 101 010 1',
  '001 010 110 0',
  '010 000 001 0',
  '000 001 000 0',
  '001 001 011 0',
  '101 111 110 1',
  '011 111 110 1',
];
const ALL_GOOD = Array.from({ length: 28 }, () => '111 111 111 1');
const ALL_BAD = Array.from({ length: 11 }, () => '000 000 000 0');

const parts: StudyPart[] = [];
const records: StudyRecord[] = [];
for (const [i, row] of [...DISPUTED, ...ALL_GOOD, ...ALL_BAD].entries()) {
  const part = `part ${i + 1}`;
  const [reference, ...verdicts] = row.split(' ').toReversed();
  parts.push({ name: part, reference: reference === '1' ? 'good' : 'bad' });
  for (const [a, trials] of verdicts.toReversed().entries()) {
    for (const [t, digit] of trials.split('').entries()) {
      const judgement = digit === '1' ? 'good' : 'bad';
      records.push({ part, appraiser: 'ABC'.charAt(a), trial: t + 1, judgement });
    }
  }
}
const study = collectStudy({ parts, appraisers: ['A', 'B', 'C'], trials: 3 }, records.toReversed());
const { appraisers, pairs, system } = analyseAgreement(study);
const percent = (share: number | null): string => ((share ?? NaN) * 100).toFixed(1);

it('matches 42, 45 and 40 of 50 parts: 84 %, 90 % and 80 %', () => {
  expect(appraisers.map(({ effectiveness }) => effectiveness.count)).toEqual([42, 45, 40]);
  expect(appraisers.map(({ withinAppraiser }) => withinAppraiser.count)).toEqual([42, 45, 40]);
  expect(appraisers.map(({ effectiveness }) => percent(effectiveness.share))).toEqual([
    '84.0',
    '90.0',
    '80.0',
  ]);
  const intervals = appraisers.map(({ effectiveness }) => effectiveness.interval);
  expect(intervals.map(({ low, high }) => [low.toFixed(2), high.toFixed(2)])).toEqual([
    ['0.71', '0.93'],
    ['0.78', '0.97'],
    ['0.66', '0.90'],
  ]);
  expect([system.agreed.count, system.effectiveness.count]).toEqual([39, 39]);
});

it('has the cross tables of each two, and kappas of 0.86, 0.78 and 0.79', () => {
  expect(pairs.map(({ first, second }) => first + second)).toEqual(['AB', 'AC', 'BC']);
  // Here the second name counts the columns: bad-bad, first alone good, second alone good, good-good.
  expect(pairs.map(({ table }) => table)).toEqual([
    [44, 3, 6, 97],
    [43, 8, 7, 92],
    [42, 9, 5, 94],
  ]);
  expect(pairs.map(({ kappa }) => kappa.kappa?.toFixed(2))).toEqual(['0.86', '0.78', '0.79']);
});

it('has the cross tables against the reference, and kappas of 0.88, 0.92 and 0.77', () => {
  expect(appraisers.map(({ againstReference }) => againstReference.table)).toEqual([
    [45, 3, 5, 97],
    [45, 3, 2, 100],
    [42, 6, 9, 93],
  ]);
  const kappas = appraisers.map(({ againstReference }) => againstReference.kappa.kappa?.toFixed(2));
  expect(kappas).toEqual(['0.88', '0.92', '0.77']);
});

it('has miss rates of 6.3, 6.3 and 12.5 %, false alarm rates of 4.9, 2.0 and 8.8 %', () => {
  expect(appraisers.map(({ missRate }) => percent(missRate.share))).toEqual(['6.3', '6.3', '12.5']);
  const alarms = appraisers.map(({ falseAlarmRate }) => percent(falseAlarmRate.share));
  expect(alarms).toEqual(['4.9', '2.0', '8.8']);
});

it('is unacceptable for the misses of each, whatever the other two criteria say', () => {
  expect(appraisers.map(({ observed }) => observed.by)).toEqual([
    { effectiveness: 'marginal', missRate: 'unacceptable', falseAlarmRate: 'acceptable' },
    { effectiveness: 'acceptable', missRate: 'unacceptable', falseAlarmRate: 'acceptable' },
    { effectiveness: 'marginal', missRate: 'unacceptable', falseAlarmRate: 'marginal' },
  ]);
  expect([system.observed, system.shown]).toEqual(['unacceptable', 'unacceptable']);
});

it('names the parts on which an appraiser differs from himself', () => {
  expect(appraisers.map(({ mixed, alwaysWrong }) => [mixed.length, alwaysWrong.length])).toEqual([
    [8, 0],
    [5, 0],
    [10, 0],
  ]);
});
