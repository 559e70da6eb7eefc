import { describe, expect, it } from 'vitest';
import { sampleCalibration } from '../../test/helpers/report-sample.ts';
import { thresholdStatement } from './threshold-statement.ts';

describe('thresholdStatement()', () => {
  it('calls a threshold provisional, with its bound and what is missing', () => {
    expect(thresholdStatement(sampleCalibration())).toEqual({
      state: 'provisional',
      title: 'Provisional',
      promise: 'At 95 % confidence false rejects are below 31 %, from 8 good pictures.',
      advice: '291 more good pictures until the target of 1 % can hold.',
    });
  });

  it('says when the target holds', () => {
    const held = { provisional: false, pictures: 299, falseRejectBound: 0.00997 };
    expect(thresholdStatement(sampleCalibration({ ...held, morePicturesNeeded: 0 }))).toEqual({
      state: 'holding',
      title: 'Holds its target of 1 %',
      promise: 'At 95 % confidence false rejects are below 1 %, from 299 good pictures.',
      advice: undefined,
    });
  });

  it('promises nothing without independent pictures', () => {
    const { state, promise } = thresholdStatement(
      sampleCalibration({ pictures: 0, falseRejectBound: 1 }),
    );
    expect(state).toBe('provisional');
    expect(promise).toMatch(/nothing is promised/);
  });

  it('says that nothing can be judged without a threshold', () => {
    const { state, promise } = thresholdStatement(sampleCalibration({ threshold: null }));
    expect(state).toBe('none');
    expect(promise).toMatch(/no picture can be judged/);
  });
});
