import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confirmedOf, scoreOf } from '../../test/helpers/confirmed-sample.ts';
import { sampleCalibration } from '../../test/helpers/report-sample.ts';
import type { Calibration } from './part.ts';
import { thresholdChange } from './threshold-change.ts';

function calibrationOf(threshold: number | null): Calibration {
  return sampleCalibration({
    threshold,
    leaveOneOut: [scoreOf('s', 2), scoreOf('t', 6)],
    confirmed: [confirmedOf('a', 4), confirmedOf('b', 8)],
  });
}

describe('thresholdChange()', () => {
  it('names the scores that pass from now on', () => {
    const { toPass, toFail, ...rest } = thresholdChange(calibrationOf(3), calibrationOf(6));
    expect(rest).toEqual({ from: 3, to: 6, missingLimit: { from: null, to: null }, stored: 4 });
    // A part fails above the threshold: 6 passes at 6.
    expect(toPass.map(({ name, list }) => [name, list])).toEqual([
      ['a.png', 'confirmed'],
      ['t.png', 'leave-one-out'],
    ]);
    expect(toFail).toEqual([]);
  });

  it('names those that fail from now on', () => {
    const { toPass, toFail } = thresholdChange(calibrationOf(8), calibrationOf(6));
    expect([toPass, toFail.map(({ name }) => name)]).toEqual([[], ['b.png']]);
  });

  it.each([
    [null, 5],
    [5, null],
    [null, null],
  ])('names none from %s to %s: without a threshold nothing is judged', (from, to) => {
    const change = thresholdChange(calibrationOf(from), calibrationOf(to));
    expect(change).toMatchObject({ from, to, stored: 4, toPass: [], toFail: [] });
  });

  it('tells of another limit of what may be missing, whatever becomes of the threshold', () => {
    const [before, after] = [1.4, 1.8].map((missingLimit) => sampleCalibration({ missingLimit }));
    expect(thresholdChange(before, after)).toMatchObject({ missingLimit: { from: 1.4, to: 1.8 } });
  });

  it('is what judging every score twice tells', () => {
    const value = fc.integer({ min: 0, max: 20 });
    fc.assert(
      fc.property(value, value, fc.array(value), (from, to, values) => {
        const leaveOneOut = values.map((score, i) => scoreOf(`${i}`, score));
        const [before, after] = [from, to].map((threshold) =>
          sampleCalibration({ threshold, leaveOneOut }),
        );
        const { toPass, toFail } = thresholdChange(before, after);
        expect(toPass).toHaveLength(values.filter((v) => v > from && v <= to).length);
        expect(toFail).toHaveLength(values.filter((v) => v <= from && v > to).length);
      }),
    );
  });
});
