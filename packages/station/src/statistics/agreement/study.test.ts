import { describe, expect, it } from 'vitest';
import { StudyDataError } from '../../errors.ts';
import { collectStudy, judgementOf, type StudyPart, type StudyRecord } from './study.ts';

const parts: StudyPart[] = [
  { name: 'x', reference: 'good' },
  { name: 'y', reference: 'bad' },
];
const design = { parts, appraisers: ['Ann', 'station'], trials: 2 };
const records: StudyRecord[] = parts.flatMap(({ name }) =>
  design.appraisers.flatMap((appraiser) =>
    [1, 2].map((trial) => ({
      part: name,
      appraiser,
      trial,
      judgement: name === 'y' && trial === 2 ? ('bad' as const) : ('good' as const),
    })),
  ),
);

describe('collectStudy()', () => {
  it('puts verdicts in order, whatever order they come in', () => {
    const { judgements } = collectStudy(design, records.toReversed());
    expect(judgements).toEqual(Uint8Array.of(1, 1, 1, 1, 1, 0, 1, 0)); // x, then y
  });

  it.each([
    ['missing', records.slice(1), /1 verdicts are missing: expected 8 verdicts/],
    ['twice', [...records, records[0]], /Ann on x in trial 1 is there twice/],
    ['of an unknown part', [...records, { ...records[0], part: 'z' }], /Ann on z .* not planned/],
    ['of a trial too many', [...records, { ...records[0], trial: 3 }], /in trial 3 is not planned/],
  ])('refuses a verdict %s', (_, wrong, message) => {
    expect(() => collectStudy(design, wrong)).toThrow(message);
    expect(() => collectStudy(design, wrong)).toThrow(StudyDataError);
  });

  it.each([
    ['no parts', { ...design, parts: [] }],
    ['two parts of one name', { ...design, parts: [...parts, ...parts] }],
    ['no appraisers', { ...design, appraisers: [] }],
    ['half a trial', { ...design, trials: 0.5 }],
  ])('refuses %s', (_, wrong) => {
    expect(() => collectStudy(wrong, [])).toThrow(StudyDataError);
  });
});

it('what cannot be judged is sorted out', () => {
  expect((['pass', 'fail', 'cannot judge'] as const).map(judgementOf)).toEqual([
    'good',
    'bad',
    'bad',
  ]);
});
