import { describe, expect, it } from 'vitest';
import type { InspectionSummary, Outcome } from '../../ports/inspection-api.ts';
import { merged } from './merged-results.ts';

function inspection(id: string, outcome: Outcome): InspectionSummary {
  return {
    id,
    outcome,
    partId: 'p',
    version: 1,
    name: `${id}.png`,
    source: 'upload',
    time: '2026-05-04T10:00:00.000Z',
    ratio: null,
    score: null,
    threshold: null,
    picture: null,
    thumbnail: null,
    error: null,
    latency: null,
  };
}

/** Ids and outcomes, the newest first. */
const told = (all: readonly InspectionSummary[]) => all.map(({ id, outcome }) => [id, outcome]);

describe('merged', () => {
  const before = [inspection('b', 'waiting'), inspection('a', 'pass')];

  it('puts what is new first', () => {
    expect(told(merged(before, inspection('c', 'waiting')))[0]).toEqual(['c', 'waiting']);
  });

  it('gives a verdict its place', () => {
    expect(told(merged(before, inspection('b', 'fail')))).toEqual([
      ['b', 'fail'],
      ['a', 'pass'],
    ]);
  });

  it('takes no verdict back when the answer to the sender comes late', () => {
    expect(merged(before, inspection('a', 'waiting'))).toBe(before);
  });

  it('keeps the strip short', () => {
    const many = Array.from({ length: 60 }, (_, index) => inspection(String(index), 'pass'));
    const kept = many.reduce<readonly InspectionSummary[]>(merged, []);
    expect(kept.length).toBe(40);
    expect(kept[0]?.id).toBe('59');
  });
});
