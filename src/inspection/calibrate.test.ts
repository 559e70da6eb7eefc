import { describe, expect, it } from 'vitest';
import { CALIBRATION, REVERSE } from '../hyperparameters.ts';
import { calibrate } from './calibrate.ts';
import { confirmedOf } from '../../test/helpers/confirmed-sample.ts';
import type { ConfirmedPicture } from './part.ts';

const scores = (values: readonly number[]): ConfirmedPicture[] =>
  values.map((score, i) => confirmedOf(`${i} ${score}`, score, { peak: score * 2 }));
const lacking = (ratio: number): ConfirmedPicture =>
  confirmedOf(`lacks ${ratio}`, 1, { missing: { ratio, peak: ratio } });
const target = { supportPictures: 4, targetFalseReject: 0.05, presenceMargin: null };

describe('calibrate()', () => {
  it('starts with the mean of the largest leave-one-out scores of pictures times the margin', () => {
    const [first, second, third] = scores([1, 3, 2]);
    const leaveOneOut = [first, second, { ...third, sha256: first.sha256 }];
    const calibration = calibrate({ leaveOneOut, confirmed: [], ...target });
    expect(calibration).toMatchObject({ provisional: true, pictures: 4, morePicturesNeeded: 59 });
    expect(calibration.threshold).toBeCloseTo(2.5 * CALIBRATION.margin);
    expect(calibration.mapLimit).toBeCloseTo(5 * CALIBRATION.margin);
    expect(calibration.falseRejectBound).toBeCloseTo(1 - 0.05 ** (1 / 4));
  });

  it('knows nothing without scores', () => {
    const single = { ...target, supportPictures: 1 };
    const calibration = calibrate({ leaveOneOut: [], confirmed: [], ...single });
    expect(calibration).toMatchObject({ threshold: null, mapLimit: null, falseRejectBound: 1 });
  });

  it('rises with a confirmed picture that would have failed', () => {
    const calibration = calibrate({ leaveOneOut: scores([3]), confirmed: scores([5]), ...target });
    expect(calibration).toMatchObject({ threshold: 5, provisional: true, pictures: 1 });
  });

  it('holds from 59 confirmed pictures on, by their scores alone', () => {
    const confirmed = scores(Array.from({ length: 59 }, (_, i) => i / 100));
    const calibration = calibrate({ leaveOneOut: scores([3]), confirmed, ...target });
    expect(calibration).toMatchObject({
      threshold: 0.58,
      provisional: false,
      morePicturesNeeded: 0,
    });
    expect(calibration.falseRejectBound).toBeLessThanOrEqual(0.05);
    const fewer = calibrate({ leaveOneOut: [], confirmed: confirmed.slice(1), ...target });
    expect(fewer).toMatchObject({ provisional: true, morePicturesNeeded: 1 });
  });

  it('keeps to the largest score of all where the part was learned so', () => {
    const leaveOneOut = scores([1, 3, 2]);
    const calibration = calibrate({ leaveOneOut, confirmed: [], rule: 'largest', ...target });
    expect(calibration).toMatchObject({ rule: 'largest', threshold: 3 * CALIBRATION.formerMargin });
    expect(calibration.mapLimit).toBe(6 * CALIBRATION.formerMargin);
  });

  it('limits what may lack by the margin once, however many pictures are confirmed', () => {
    const lacks = { ...target, leaveOneOut: [lacking(1)], presenceMargin: 1.4 };
    const limitsOf = (...ratios: number[]): (number | null)[] => {
      const { missingLimit, missingMapLimit } = calibrate({
        ...lacks,
        confirmed: ratios.map(lacking),
      });
      return [missingLimit, missingMapLimit];
    };
    expect(limitsOf()).toEqual([1.4, REVERSE.margin]);
    expect(limitsOf(1.15, 1.39)).toEqual([1.4, REVERSE.margin]);
    // One that was accepted in spite of it, as of the score.
    expect(limitsOf(1.15, 1.8)).toEqual([1.8, 1.8]);
  });
});
