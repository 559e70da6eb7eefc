import { describe, expect, it } from 'vitest';
import type { Decision } from '../ports/review-api.ts';
import { effectOfThreshold, scoresOfPart } from './known-scores.ts';
import type { InspectionRecord, PartRecord, VersionRecord } from './records.ts';

function version(number: number, parent: number | null): VersionRecord {
  const claim = {
    threshold: 2,
    targetFalseReject: 0.05,
    falseRejectBound: 0.5,
    provisional: true,
    pictures: 4,
    morePicturesNeeded: 55,
  };
  const confirmed = [{ name: 'known.png', score: 0.7 }];
  const facts = { models: [], support: [], pose: null, claim, leaveOneOut: [], confirmed };
  const plain = { created: '2026-05-04', note: null, preset: null, warnings: [] };
  return { ...plain, number, parent, origin: 'calibration', facts };
}

/** Version 2 was made of 1 and judges; 3 was learned anew. */
const part: PartRecord = {
  id: 'p',
  name: 'bolt',
  created: '2026-05-04',
  active: 2,
  before: [1],
  versions: [version(1, null), version(2, 1), version(3, null)],
  applied: [],
};

function judged(
  id: string,
  score: number,
  decision: Decision | null,
  changes: Partial<InspectionRecord> = {},
): InspectionRecord {
  const plain = { id: `of ${id}`, name: null, note: '', mask: null, version: null, time: '' };
  const reviews = decision === null ? [] : [{ ...plain, decision, state: 'decided' as const }];
  return {
    id,
    outcome: score > 2 ? 'fail' : 'pass',
    partId: 'p',
    version: 1,
    name: `${id}.png`,
    source: 'upload',
    time: '2026-05-04T10:20:30.000Z',
    ratio: score / 2,
    score,
    threshold: 2,
    error: null,
    latency: 10,
    provisional: true,
    reasons: [],
    regions: [],
    size: null,
    hasPicture: true,
    hasOverlay: false,
    reviews,
    ...changes,
  };
}

const scoresOf = (
  records: readonly InspectionRecord[],
  hashes: ReadonlyMap<string, string> = new Map(),
) => scoresOfPart(part, records, hashes);

describe('scores of pictures of which somebody said what they are', () => {
  it('are good or bad by the decision, and by the verdict where that was right', () => {
    const scores = scoresOf([
      judged('a', 3, 'good'),
      judged('b', 1, 'defect'),
      judged('c', 1.5, 'right'),
      judged('d', 4, 'right'),
      judged('e', 5, null),
    ]);
    expect(scores).toMatchObject({ version: 2, otherVersions: 0 });
    expect(new Set(scores.good)).toEqual(new Set([0.7, 1.5, 3]));
    expect(new Set(scores.bad)).toEqual(new Set([1, 4]));
  });

  it('are counted apart where another kind of version judged, and not at all of other parts', () => {
    const scores = scoresOf([
      judged('a', 3, 'good', { version: 3 }),
      judged('b', 3, 'good', { partId: 'q' }),
    ]);
    expect(scores).toEqual({ version: 2, good: [0.7], bad: [], otherVersions: 1 });
  });

  it('count once where the same picture came twice, and where the calibration has it', () => {
    const [first, again] = [judged('a', 3, 'defect'), judged('b', 3, 'defect')];
    const hashes = new Map([
      ['a', 'same'],
      ['b', 'same'],
    ]);
    expect(scoresOf([first, again], hashes).bad).toEqual([3]);
    const [review] = judged('c', 3, 'good').reviews;
    if (review === undefined) throw new Error('Nothing was decided');
    const reviews = [{ ...review, state: 'applied' as const, version: 2 }];
    expect(scoresOf([judged('c', 3, null, { reviews })]).good).toEqual([0.7]);
  });

  it('need a version that judges', () => {
    expect(() => scoresOfPart({ ...part, active: null }, [], new Map())).toThrow(
      /none of its versions is active/,
    );
  });
});

describe('the effect of a threshold', () => {
  it('counts what fails and what passes, with intervals and what is still wanted', () => {
    const scores = { version: 2, good: [1, 2, 3], bad: [2, 5], otherVersions: 0 };
    const effect = effectOfThreshold(part, scores, 2);
    expect(effect).toMatchObject({ threshold: 2, target: 0.05, holds: false });
    expect(effect.falseRejects).toMatchObject({ count: 1, of: 3 });
    expect(effect.escapes).toMatchObject({ count: 1, of: 2 });
    expect(effect.falseRejects.high).toBeGreaterThan(1 / 3);
    expect(effect.morePictures).toBeGreaterThan(50);
  });
});
