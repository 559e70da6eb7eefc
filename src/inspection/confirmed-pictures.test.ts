import { describe, expect, it } from 'vitest';
import { confirmedOf, scoreOf } from '../../test/helpers/confirmed-sample.ts';
import { sampleCalibration, samplePart } from '../../test/helpers/report-sample.ts';
import { CALIBRATION } from '../hyperparameters.ts';
import { calibratePart } from './calibrate-part.ts';
import { picturesMeant, removeConfirmed } from './confirmed-pictures.ts';

const pictures = [
  confirmedOf('a', 4, { sha256: 'ab1211', origin: 'line 1' }),
  confirmedOf('b', 9, { sha256: 'ab1222', origin: 'line 2' }),
  confirmedOf('a', 5, { sha256: 'ef0033', origin: 'line 2' }),
];
const calibration = sampleCalibration({
  leaveOneOut: [scoreOf('s', 2)],
  confirmed: pictures,
  threshold: 9,
});
const part = samplePart({ calibration });

describe('picturesMeant()', () => {
  it.each([
    ['b.png', [1]],
    ['a.png', [0, 2]],
    ['line 2', [1, 2]],
    ['ab121', [0]],
    ['AB12', [0, 1]],
    ['ef0033', [2]],
    ['ef0', []],
    ['1211', []],
    ['a', []],
    ['', []],
  ])('by %j are %j', (word, meant) => {
    expect(picturesMeant(pictures, word)).toEqual(meant.map((i) => pictures[i]));
  });
});

describe('removeConfirmed()', () => {
  it('takes pictures back, and finds the threshold without them', () => {
    const { part: after, removed, change } = removeConfirmed(part, [pictures[1]]);
    expect(removed).toEqual([pictures[1]]);
    expect(after.calibration.confirmed).toEqual([pictures[0], pictures[2]]);
    expect(after.calibration.threshold).toBe(5);
    expect(change).toMatchObject({ from: 9, to: 5 });
    expect({ ...after, calibration }).toEqual(part);
  });

  it('takes all back: the threshold is that of the support set, as before any was confirmed', () => {
    const { part: after, removed } = removeConfirmed(part, pictures);
    expect(removed).toEqual(pictures);
    const { confirmed: _, ...never } = calibration;
    const fresh = calibratePart({ ...part, calibration: { ...never, confirmed: [] } }, []).part;
    expect(after).toEqual(fresh);
    expect(after.calibration.threshold).toBeCloseTo(2 * CALIBRATION.margin);
  });

  it('undoes what was confirmed', () => {
    const before = removeConfirmed(part, []).part;
    const candidate = { ...confirmedOf('c', 7), objections: [] };
    const { part: after } = calibratePart(before, [candidate]);
    expect(removeConfirmed(after, [candidate]).part).toEqual(before);
  });

  it('may come with another target', () => {
    const { part: after } = removeConfirmed(part, [], 0.2);
    expect(after.calibration.targetFalseReject).toBe(0.2);
  });
});
