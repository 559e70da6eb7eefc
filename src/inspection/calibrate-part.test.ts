import { describe, expect, it } from 'vitest';
import { candidateOf, confirmedOf, scoreOf } from '../../test/helpers/confirmed-sample.ts';
import { plainImage, sampleCalibration, samplePart } from '../../test/helpers/report-sample.ts';
import { drawParts } from '../../test/helpers/small-part.ts';
import { thumbnailOf } from '../image/thumbnail.ts';
import { calibratePart, type CalibrationOptions, type Candidate } from './calibrate-part.ts';
import type { Part } from './part.ts';

/** A part of three support pictures that was confirmed once; its threshold is 10. */
function partOf(changes: Partial<Part['calibration']> = {}): Part {
  const support = ['s', 't', 'u'].map((name) => ({
    name: `${name}.png`,
    sha256: `hash of ${name}`,
    image: plainImage(4, 4),
  }));
  const leaveOneOut = [scoreOf('s', 2), scoreOf('t', 3)];
  const confirmed = [confirmedOf('a', 1)];
  const calibration = { leaveOneOut, confirmed, targetFalseReject: 0.05, threshold: 10 };
  return samplePart({ support, calibration: sampleCalibration({ ...calibration, ...changes }) });
}

const drawn = drawParts({ count: 2 });
const [thumbnail, other] = drawn.map(({ image }) => thumbnailOf(image));
/** The same picture in a little less light. */
const dimmed = thumbnail.map((level) => Math.round(level * 0.97));

const accepting: CalibrationOptions = { accept: true };

describe('calibratePart()', () => {
  it('adds new pictures behind those that it had', () => {
    const part = partOf();
    const pictures = [candidateOf('b', 4), candidateOf('c', 9)];
    const { part: after, repeated, taken, held } = calibratePart(part, pictures);
    expect([repeated, held]).toEqual([[], []]);
    expect(taken).toEqual([confirmedOf('b', 4), confirmedOf('c', 9)]);
    expect(after.calibration.confirmed).toEqual([confirmedOf('a', 1), ...taken]);
    expect(after.calibration).toMatchObject({ threshold: 9, mapLimit: 4.5, pictures: 3 });
    expect(after.calibration.leaveOneOut).toEqual(part.calibration.leaveOneOut);
  });

  it('changes nothing else, and not the part that it was given', () => {
    const part = partOf();
    const { part: after } = calibratePart(part, [candidateOf('b', 4)]);
    expect({ ...after, calibration: part.calibration }).toEqual(part);
    expect(part).toEqual(partOf());
  });

  it('leaves out what is in the support set, was confirmed before, or comes twice', () => {
    const names = ['s', 'a', 'b', 'b'];
    const { part, repeated } = calibratePart(
      partOf(),
      names.map((name) => candidateOf(name, 7)),
    );
    expect(repeated.map(({ of, is }) => [of.name, is])).toEqual([
      ['s.png', 'same'],
      ['a.png', 'same'],
      ['b.png', 'same'],
    ]);
    expect(part.calibration.confirmed).toEqual([confirmedOf('a', 1), confirmedOf('b', 7)]);
  });

  it('keeps the target of the part unless there is another', () => {
    const many = Array.from({ length: 60 }, (_, i) => candidateOf(`${i}`, i / 60));
    const calibration = calibratePart(partOf(), many).part.calibration;
    expect(calibration).toMatchObject({ targetFalseReject: 0.05, provisional: false });
    const stricter = calibratePart(partOf(), many, { targetFalseReject: 0.001 }).part.calibration;
    expect(stricter).toMatchObject({ targetFalseReject: 0.001, provisional: true });
  });

  it('counts the support pictures while none is confirmed', () => {
    expect(calibratePart(partOf({ confirmed: [] }), []).part.calibration.pictures).toBe(3);
  });

  it('says what becomes of the threshold', () => {
    const { change } = calibratePart(partOf(), [candidateOf('b', 4)]);
    expect(change).toMatchObject({ from: 10, to: 4, stored: 4, toPass: [], toFail: [] });
  });
});

describe('near copies', () => {
  const first = candidateOf('first', 1, { thumbnail });
  const again = candidateOf('again', 2, { thumbnail: dimmed });
  const different = candidateOf('different', 3, { thumbnail: other });

  it('count once, whichever comes first and in how many calls', () => {
    const { part, repeated } = calibratePart(partOf(), [first, again, different]);
    expect(part.calibration.pictures).toBe(3);
    expect(repeated).toEqual([{ picture: again, of: first, is: 'near-copy' }]);
    const later = calibratePart(part, [candidateOf('more', 1, { thumbnail: dimmed })]);
    expect(later.repeated.map(({ of }) => of.name)).toEqual(['first.png']);
    expect(later.part.calibration.pictures).toBe(3);
  });

  it('of support pictures do not count, and support pictures that are copies count once', () => {
    const [{ image }, { image: unlike }] = drawn;
    const support = Object.entries({ s: image, t: image, u: unlike }).map(([name, picture]) => {
      return { name, sha256: `hash of ${name}`, image: picture };
    });
    const part = { ...partOf({ confirmed: [] }), support };
    const { repeated, part: after } = calibratePart(part, [first]);
    expect(repeated.map(({ of, is }) => [of.name, is])).toEqual([['s', 'near-copy']]);
    expect(after.calibration.pictures).toBe(2);
  });

  it('count if somebody knows that they show different parts', () => {
    const { part, repeated } = calibratePart(partOf(), [first, again, again], { distinct: true });
    expect(repeated.map(({ is }) => is)).toEqual(['same']);
    expect(part.calibration.confirmed.map(({ name }) => name)).toContain('again.png');
  });

  it('are not told from what an old part file kept of a picture', () => {
    const { repeated } = calibratePart(partOf(), [first]);
    expect(repeated).toEqual([]);
  });
});

describe('a picture above the threshold', () => {
  const above = candidateOf('above', 14.2);

  it('is held with its score and ratio, and nothing is taken then', () => {
    const part = partOf();
    const { part: after, taken, held, change } = calibratePart(part, [candidateOf('b', 4), above]);
    expect(after).toBe(part);
    expect(taken).toEqual([]);
    expect(held).toHaveLength(1);
    expect(held[0]).toMatchObject({
      picture: { name: 'above.png' },
      objections: [
        {
          code: 'above-threshold',
          message: 'its score 14.2 is 1.42 times the threshold 10',
          facts: { score: 14.2, threshold: 10, ratio: 1.42 },
        },
      ],
    });
    expect(change).toMatchObject({ from: 10, to: 10 });
  });

  it('is taken when it is accepted, which is kept', () => {
    const { part, held, taken, change } = calibratePart(partOf(), [above], accepting);
    expect(held).toEqual([]);
    expect(taken).toEqual([confirmedOf('above', 14.2, { accepted: ['above-threshold'] })]);
    expect(part.calibration.threshold).toBe(14.2);
    expect(change.toPass).toEqual([
      { name: 'above.png', sha256: 'hash of above', score: 14.2, list: 'confirmed' },
    ]);
  });

  it('is one above the threshold in force, also one that holds', () => {
    const confirmed = Array.from({ length: 59 }, (_, i) => confirmedOf(`${i}`, i / 10));
    const holding = partOf({ confirmed, threshold: 5.8, provisional: false });
    expect(calibratePart(holding, [candidateOf('b', 5.8)]).held).toEqual([]);
    const [{ objections }] = calibratePart(holding, [candidateOf('b', 5.8001)]).held;
    expect(objections[0].message).toContain('1.000017 times');
  });

  it('cannot be where there is no threshold yet', () => {
    const { part, held } = calibratePart(partOf({ threshold: null }), [above]);
    expect([held, part.calibration.threshold]).toEqual([[], 14.2]);
  });
});

describe('a picture that something else stands against', () => {
  const dark: Candidate = candidateOf('dark', 1, {
    objections: [{ code: 'too-dark', message: 'it is dark', remedy: 'Mend it.', facts: {} }],
  });

  it('is held whatever its score, and taken when it is accepted', () => {
    const { held, part } = calibratePart(partOf(), [dark]);
    expect(held).toEqual([{ picture: dark, objections: dark.objections }]);
    expect(part).toEqual(partOf());
    const { taken } = calibratePart(partOf(), [dark], accepting);
    expect(taken).toEqual([confirmedOf('dark', 1, { accepted: ['too-dark'] })]);
  });

  it('is held where the part is not there, by the limit in force', () => {
    const empty = candidateOf('empty', 1, { missing: { ratio: 3, peak: 3 } });
    const codes = (missingLimit: number | null): string[][] => {
      const part = partOf({ missingLimit });
      const { held } = calibratePart(
        { ...part, settings: { ...part.settings, presence: 'check' } },
        [empty],
      );
      return held.map(({ objections }) => objections.map(({ code }) => code));
    };
    expect(codes(2)).toEqual([['absent']]);
    expect(codes(4)).toEqual([]);
    expect(codes(null)).toEqual([]);
  });

  it('is never taken if its score is none', () => {
    const broken = candidateOf('broken', NaN);
    const { held } = calibratePart(partOf(), [broken], accepting);
    expect(held.map(({ objections }) => objections.map(({ code }) => code))).toEqual([
      ['score-not-a-number'],
    ]);
  });
});
