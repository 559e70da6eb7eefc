import { describe, expect, it } from 'vitest';
import { plainImage, sampleCalibration, samplePart } from '../../test/helpers/report-sample.ts';
import { calibratePart } from './calibrate-part.ts';
import type { NormalScore, Part } from './part.ts';

const scoreOf = (name: string, score: number): NormalScore => ({
  name: `${name}.png`,
  sha256: `hash of ${name}`,
  score,
  peak: score / 2,
  missing: null,
});

/** A part of three support pictures that was confirmed once. */
function partOf(): Part {
  const support = ['s', 't', 'u'].map((name) => ({
    name,
    sha256: `hash of ${name}`,
    image: plainImage(4, 4),
  }));
  const leaveOneOut = [scoreOf('s', 2), scoreOf('t', 3)];
  const confirmed = [scoreOf('a', 1)];
  return samplePart({
    support,
    calibration: sampleCalibration({ leaveOneOut, confirmed, targetFalseReject: 0.05 }),
  });
}

describe('calibratePart()', () => {
  it('adds new scores behind those that it had', () => {
    const part = partOf();
    const { part: after, repeated } = calibratePart(part, [scoreOf('b', 4), scoreOf('c', 9)]);
    expect(repeated).toEqual([]);
    expect(after.calibration.confirmed.map(({ name }) => name)).toEqual([
      'a.png',
      'b.png',
      'c.png',
    ]);
    expect(after.calibration).toMatchObject({ threshold: 9, mapLimit: 4.5, pictures: 3 });
    expect(after.calibration.leaveOneOut).toEqual(part.calibration.leaveOneOut);
  });

  it('changes nothing else, and not the part that it was given', () => {
    const part = partOf();
    const { part: after } = calibratePart(part, [scoreOf('b', 4)]);
    expect({ ...after, calibration: part.calibration }).toEqual(part);
    expect(part).toEqual(partOf());
  });

  it('leaves out what is in the support set, was confirmed before, or comes twice', () => {
    const again = [scoreOf('s', 7), scoreOf('a', 7), scoreOf('b', 4), scoreOf('b', 5)];
    const { part, repeated } = calibratePart(partOf(), again);
    expect(repeated).toEqual([again[0], again[1], again[3]]);
    expect(part.calibration.confirmed).toEqual([scoreOf('a', 1), scoreOf('b', 4)]);
  });

  it('keeps the target of the part unless there is another', () => {
    const many = Array.from({ length: 60 }, (_, i) => scoreOf(`${i}`, i / 60));
    const calibration = calibratePart(partOf(), many).part.calibration;
    expect(calibration).toMatchObject({ targetFalseReject: 0.05, provisional: false });
    const stricter = calibratePart(partOf(), many, 0.001).part.calibration;
    expect(stricter).toMatchObject({ targetFalseReject: 0.001, provisional: true });
  });

  it('counts the support pictures while none is confirmed', () => {
    const part = partOf();
    const calibration = { ...part.calibration, confirmed: [] };
    expect(calibratePart({ ...part, calibration }, []).part.calibration.pictures).toBe(3);
  });
});
