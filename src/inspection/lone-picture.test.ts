import { describe, expect, it } from 'vitest';
import { samplePart } from '../../test/helpers/report-sample.ts';
import { calibrate } from './calibrate.ts';
import { loneAmong, loneOf, loneWarnings } from './lone-picture.ts';
import type { NormalScore } from './part.ts';

const among = (...lacks: number[]): string | undefined =>
  loneAmong(lacks.map((lack, i) => [String(i), lack]));

const scoreOf = (sha256: string, ratio: number): NormalScore => ({
  name: `${sha256} (identity)`,
  sha256,
  score: 1,
  peak: 1,
  missing: { ratio, peak: ratio },
});

describe('loneAmong()', () => {
  it('finds another part among three or two good ones', () => {
    // Measured: pump housings and a nut, nuts and a casting, castings and a nut.
    expect(among(0.51, 0.51, 0.52, 0.76)).toBe('3');
    expect(among(0.84, 0.45, 0.52, 0.43)).toBe('0');
    expect(among(0.56, 0.843, 0.56)).toBe('1');
  });

  it('takes what each picture lacks in the light in which it lacks most', () => {
    const lacks = [0.5, 0.51, 0.52, 0.3].map((lack, i) => [String(i), lack] as const);
    expect(loneAmong([...lacks, ['3', 0.8]])).toBe('3');
  });

  it('finds none among good parts, also where one has a pose of its own', () => {
    expect(among(0.49, 0.48, 0.5, 0.47)).toBeUndefined();
    expect(among(0.18, 0.18, 0.58, 0.37)).toBeUndefined();
    expect(among(0.18, 0.19, 0.58)).toBeUndefined();
    expect(among(0.2, 0.45, 0.7)).toBeUndefined();
  });

  it('knows of two pictures not which is at fault', () => {
    expect(among(0.9, 0.1)).toBeUndefined();
    expect(among()).toBeUndefined();
  });
});

describe('loneWarnings()', () => {
  const support = ['a', 'b', 'c'].map((sha256) => ({
    ...samplePart().support[0],
    name: `${sha256}.png`,
    sha256,
  }));

  it('names the picture, and by how much it stands apart', () => {
    const scores = [scoreOf('a', 1), scoreOf('b', 1.52), scoreOf('b', 0.9), scoreOf('c', 0.98)];
    expect(loneOf(scores)).toEqual({ sha256: 'b', ratio: 1.52 });
    const [warning, ...more] = loneWarnings(scores, support);
    expect(more).toEqual([]);
    expect(warning).toMatchObject({ code: 'lone-picture', facts: { picture: 'b.png' } });
    expect(warning.message).toContain('b.png shows something else than the other 2 good pictures');
    expect(warning.message).toContain('1.52 times');
  });

  it('has nothing to say where none does', () => {
    expect(loneWarnings([scoreOf('a', 1), scoreOf('b', 0.9)], support)).toEqual([]);
  });

  it('is of a picture that does not set what may be missing', () => {
    const { missingLimit } = calibrate({
      leaveOneOut: [scoreOf('a', 1), scoreOf('b', 1.52), scoreOf('b', 0.9), scoreOf('c', 0.98)],
      supportPictures: 3,
      confirmed: [],
      targetFalseReject: 0.05,
      presenceMargin: 1.2,
    });
    expect(missingLimit).toBe(1.2);
  });
});
