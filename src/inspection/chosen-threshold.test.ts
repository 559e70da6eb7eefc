import { describe, expect, it } from 'vitest';
import { smallPart } from '../../test/helpers/small-part.ts';
import { ArgumentRangeError } from '../errors.ts';
import { chooseThreshold } from './chosen-threshold.ts';
import { decodePart, encodePart } from './part-file.ts';

const known = { falseRejectBound: 0.4, pictures: 6, morePicturesNeeded: 53 };

describe('a threshold that a person chose', () => {
  it('is in force with what is known of it, and is kept by the part file', async () => {
    const part = await smallPart();
    const chosen = chooseThreshold(part, { threshold: 1.25, ...known });
    const { calibration } = decodePart(encodePart(chosen), 'the part');
    expect(calibration).toMatchObject({ threshold: 1.25, provisional: true, ...known });
    expect(calibration.leaveOneOut).toEqual(part.calibration.leaveOneOut);
    expect({ ...chosen, calibration: part.calibration }).toEqual(part);
  });

  it('is no longer provisional where its bound keeps the target', async () => {
    const part = await smallPart();
    const { targetFalseReject } = part.calibration;
    const chosen = { threshold: 1, ...known, falseRejectBound: targetFalseReject };
    expect(chooseThreshold(part, chosen).calibration.provisional).toBe(false);
  });

  it.each([0, -1, NaN, Infinity])('%d is none', async (threshold) => {
    const part = await smallPart();
    expect(() => chooseThreshold(part, { threshold, ...known })).toThrow(ArgumentRangeError);
  });
});
