import { describe, expect, it } from 'vitest';
import { sampleEntry } from '../../test/helpers/report-sample.ts';
import { type InspectionEntry, outcomeOf } from './entry.ts';

const error: InspectionEntry = {
  name: 'x',
  error: { code: 'A', message: 'b', remedy: 'c', facts: {} },
};
const fail = sampleEntry('f', { verdict: 'fail', ratio: 2 });
const pass = sampleEntry('p', { verdict: 'pass', ratio: 0.5 });
const unjudged = sampleEntry('u', { verdict: 'cannot judge', ratio: null });

describe('outcomeOf()', () => {
  it('tells verdicts and errors apart', () => {
    expect([fail, unjudged, error, pass].map(outcomeOf)).toEqual([
      'fail',
      'unjudged',
      'error',
      'pass',
    ]);
  });
});
