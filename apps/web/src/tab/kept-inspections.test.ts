import { describe, expect, it } from 'vitest';
import { BORDERLINE_RATIO } from '../../../../packages/station/src/api/review.ts';
import type { Decision } from '../ports/review-api.ts';
import { keepInspections } from './kept-inspections.ts';
import type { InspectionRecord } from './records.ts';
import { BORDERLINE, openKind } from './reviewed.ts';

/** An inspection that passed with a good score. */
function passed(id: string, changes: Partial<InspectionRecord> = {}): InspectionRecord {
  return {
    id,
    outcome: 'pass',
    partId: 'p',
    version: 1,
    name: `${id}.png`,
    source: 'upload',
    time: '2026-05-04T10:20:30.000Z',
    ratio: 0.5,
    score: 1,
    threshold: 2,
    error: null,
    latency: 10,
    provisional: true,
    reasons: [],
    regions: [],
    size: { width: 8, height: 8 },
    hasPicture: true,
    hasOverlay: true,
    reviews: [],
    ...changes,
  };
}

function said(decision: Decision, state: 'decided' | 'applied' | 'undone' = 'decided') {
  const time = '2026-05-04T10:21:00.000Z';
  const plain = { id: 'r', name: null, note: '', mask: null, version: null, time };
  return { reviews: [{ ...plain, decision, state }] };
}

const many = (count: number): InspectionRecord[] =>
  Array.from({ length: count }, (_, index) => passed(`n${String(index)}`));

describe('what is to be reviewed', () => {
  it('is what fails, passes by a hair or cannot be judged, until somebody decided', () => {
    expect(openKind(passed('a'))).toBeNull();
    expect(openKind(passed('a', { ratio: 0.95 }))).toBe('borderline');
    expect(openKind(passed('a', { outcome: 'fail', ratio: 2 }))).toBe('fail');
    expect(openKind(passed('a', { outcome: 'cannot judge' }))).toBe('cannot judge');
    expect(openKind(passed('a', { outcome: 'error', ratio: null }))).toBeNull();
    expect(openKind(passed('a', { outcome: 'fail', ...said('right') }))).toBeNull();
    expect(openKind(passed('a', { outcome: 'fail', ...said('right', 'undone') }))).toBe('fail');
    expect(openKind(passed('a', { outcome: 'fail', hasPicture: false }))).toBeNull();
  });

  it('begins where it does at a station', () => {
    expect(BORDERLINE).toBe(BORDERLINE_RATIO);
  });
});

describe('what is kept', () => {
  it('is a thousand inspections, and the pictures of sixty', () => {
    const { kept, without } = keepInspections(many(1001));
    expect(kept).toHaveLength(1000);
    expect(kept.filter(({ hasPicture }) => hasPicture)).toHaveLength(60);
    expect(kept[60]).toMatchObject({ id: 'n60', hasPicture: false, hasOverlay: false });
    // The last one was in the list with its picture, and is in neither any more.
    expect(without.map(({ id }) => id)).toContain('n1000');
  });

  it.each<[string, Partial<InspectionRecord>, boolean]>([
    ['good after all', said('good'), true],
    ['a defect that a version knows', said('defect', 'applied'), true],
    ['right as judged', said('right'), false],
    ['taken back', said('defect', 'undone'), false],
  ])('has what is %s whatever its age: %s', (_, changes, isKept) => {
    const { kept, without } = keepInspections([...many(1500), passed('old', changes)]);
    expect(kept.some(({ id, hasPicture }) => id === 'old' && hasPicture)).toBe(isKept);
    expect(without.some(({ id }) => id === 'old')).toBe(!isKept);
  });

  it('has the pictures of sixty more that are to be reviewed', () => {
    const open = Array.from({ length: 70 }, (_, index) =>
      passed(`f${String(index)}`, { outcome: 'fail', ratio: 2 }),
    );
    const { kept, without } = keepInspections([...many(100), ...open]);
    const withPicture = kept.filter(({ hasPicture }) => hasPicture).map(({ id }) => id);
    expect(withPicture).toHaveLength(120);
    expect(withPicture).toContain('f59');
    expect(without.map(({ id }) => id)).toContain('f60');
  });

  it('names nothing twice whose pictures are gone already', () => {
    const { kept } = keepInspections(many(100));
    expect(keepInspections(kept).without).toEqual([]);
  });
});
