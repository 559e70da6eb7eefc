import { describe, expect, it } from 'vitest';
import { joinViews, normalScores, usualScore } from './joined-score.ts';
import type { LeftOutPicture } from './leave-one-out.ts';
import type { PictureScore } from './picture-scorer.ts';

/** A score whose map of side × side has one value, and a hottest patch that tells it apart. */
function scoreOf(score: number, side: number, value: number): PictureScore {
  const map = () => new Float32Array(side * side).fill(value);
  return { score, map, hottest: { level: 0, patch: side, distance: score, row: 0 }, missing: null };
}

function leftOutOf(scores: readonly number[], side: number): LeftOutPicture[] {
  return scores.map((score, i) => ({
    name: `${i}.png (identity)`,
    sha256: `sha of ${i}`,
    isPlain: i % 2 === 0,
    score: () => scoreOf(score, side, score),
  }));
}

describe('joinViews()', () => {
  it('leaves a single view as it is', () => {
    const only = scoreOf(3, 4, 5);
    expect(joinViews([only], [1])).toEqual({ ...only, view: 0 });
  });

  it('averages scores and maps, each divided by its scale, at the size of the first', () => {
    const joined = joinViews([scoreOf(6, 4, 8), scoreOf(1, 2, 0.5)], [2, 0.25]);
    expect(joined.score).toBe((3 + 4) / 2);
    expect(joined.map()).toEqual(new Float32Array(16).fill((4 + 2) / 2));
    expect(joined).toMatchObject({ view: 1, hottest: { patch: 2 } });
    expect(joinViews([scoreOf(6, 4, 8), scoreOf(1, 2, 0.5)], [1, 1]).view).toBe(0);
  });

  it('lacks what the first view says', () => {
    const missing = { ratio: 2, map: () => Float32Array.of(1) };
    const [a, b] = [scoreOf(1, 1, 1), scoreOf(1, 1, 1)];
    expect(joinViews([{ ...a, missing }, b], [1, 1]).missing).toBe(missing);
    expect(joinViews([a, { ...b, missing }], [1, 1]).missing).toBeNull();
  });

  it('is not a number where a view is not', () => {
    const joined = joinViews([scoreOf(1, 1, 1), scoreOf(NaN, 1, NaN)], [1, 1]);
    expect(joined.score).toBeNaN();
    expect(joined.map()[0]).toBeNaN();
    expect(joined.view).toBe(0);
  });
});

describe('usualScore()', () => {
  it('is the median of the plain pictures', () => {
    expect(usualScore(leftOutOf([5, 100, 1, 100, 3], 1))).toBe(3);
  });

  it('is 1 where nothing was scored, or all are alike', () => {
    expect(usualScore([])).toBe(1);
    expect(usualScore(leftOutOf([0, 0, 0], 1))).toBe(1);
  });
});

describe('normalScores()', () => {
  it('joins the views picture by picture', () => {
    const views = [leftOutOf([2, 4], 2), leftOutOf([30, 10], 1)];
    expect(normalScores(views, [2, 10])).toEqual([
      { name: '0.png (identity)', sha256: 'sha of 0', score: 2, peak: 2, missing: null },
      { name: '1.png (identity)', sha256: 'sha of 1', score: 1.5, peak: 1.5, missing: null },
    ]);
  });

  it('are the scores themselves in one view', () => {
    expect(normalScores([leftOutOf([7, 9], 1)]).map(({ score }) => score)).toEqual([7, 9]);
  });
});
