import { describe, expect, it } from 'vitest';
import { sampleCalibration, samplePart } from '../../test/helpers/report-sample.ts';
import { thresholdChange } from '../inspection/threshold-change.ts';
import { reductionLines } from './calibration-outcome.ts';

describe('reductionLines()', () => {
  const [before, after] = [1.4, 1.8].map((missingLimit) => sampleCalibration({ missingLimit }));
  const linesOf = (presence: 'check' | 'none', to = after): string[] => {
    const sample = samplePart({ calibration: to });
    const part = { ...sample, settings: { ...sample.settings, presence } };
    return reductionLines('a.part', { part, removed: [], change: thresholdChange(before, to) });
  };

  it('tell of another presence limit beside a threshold that is the same', () => {
    expect(linesOf('check').slice(-2)).toEqual([
      'threshold unchanged, 2',
      'presence limit 1.4 → 1.8: a picture that lacks more is never a pass',
    ]);
  });

  it('tell nothing of one that is the same, or that nothing is judged by', () => {
    expect(linesOf('check', before).at(-1)).toBe('threshold unchanged, 2');
    expect(linesOf('none').at(-1)).toBe('threshold unchanged, 2');
  });
});
