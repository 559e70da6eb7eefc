import { describe, expect, it } from 'vitest';
import { plainImage } from '../../../test/helpers/report-sample.ts';
import { sampleResult } from '../../../test/helpers/evaluation-sample.ts';
import type { EvaluationCell, TestPicture } from '../results/evaluation-result.ts';
import { chooseExamples, dividingScore } from './choose-examples.ts';
import {
  composeGrid,
  exampleFigure,
  exampleTiles,
  type PictureExample,
} from './picture-example.ts';

const [sample] = sampleResult().cells;

function cellWith(scores: readonly number[], threshold: number | null): EvaluationCell {
  const share = { count: 0, of: 1, low: 0, high: 1 };
  const calibrated = threshold === null ? null : { threshold, falseRejects: share, escapes: share };
  return { ...sample, scores, metrics: { ...sample.metrics, calibrated } };
}

function tests(...anomalous: readonly boolean[]): TestPicture[] {
  return anomalous.map((value, i) => ({ path: `${i}.png`, defect: 'd', anomalous: value }));
}

describe('chooseExamples', () => {
  it('takes the clearest defect, the worst mistake, and what is next to the threshold', () => {
    // good 1, good 4 (false alarm), defective 9, defective 0.5 (missed), defective 2.1
    const cell = cellWith([1, 4, 9, 0.5, 2.1], 2);
    expect(chooseExamples(cell, tests(false, false, true, true, true), 1)).toEqual([
      { kind: 'best', index: 2 },
      { kind: 'worst', index: 1 },
      { kind: 'borderline', index: 4 },
    ]);
  });

  it('chooses no picture twice, and as many as there are', () => {
    const chosen = chooseExamples(cellWith([1, 3, 3], 2), tests(false, true, true));
    expect(new Set(chosen.map(({ index }) => index))).toEqual(new Set([0, 1, 2]));
    expect(chosen.map(({ kind }) => kind)).toEqual(['best', 'best', 'worst']);
  });

  it('divides at F1-max where nothing is calibrated', () => {
    expect(dividingScore(cellWith([1], 2))).toBe(2);
    expect(dividingScore(cellWith([1], null))).toBe(sample.metrics.f1Max?.threshold);
    const bare = cellWith([1, 7], null);
    expect(dividingScore({ ...bare, metrics: { ...bare.metrics, f1Max: null } })).toBe(7);
  });
});

const example: PictureExample = {
  kind: 'best',
  path: 'test/crack/000.png',
  anomalous: true,
  score: 2,
  threshold: 1,
  image: plainImage(8, 4, 100),
  map: { data: Float32Array.of(0.1, 8), width: 2, height: 1, missing: null },
  mask: { data: new Uint8Array(32).fill(1, 13, 14), width: 8, height: 4 },
};

/** The red of a pixel. */
function red({ data, width }: { data: Uint8Array; width: number }, x: number, y: number): number {
  return data[(y * width + x) * 3];
}

describe('exampleTiles', () => {
  it('draws all pictures at one size, hot and cold where the map is', () => {
    const { input, overlay, map, mask } = exampleTiles(example, 4);
    for (const tile of [input, overlay, map, mask]) {
      expect(tile).toMatchObject({ width: 4, height: 2 });
    }
    expect(red(overlay, 0, 0)).toBe(100);
    expect(red(overlay, 3, 1)).toBeGreaterThan(150);
    expect(red(map, 0, 0)).toBe(0);
    expect(red(map, 3, 0)).toBeGreaterThan(240);
  });

  it('keeps a defect of one pixel when it reduces the mask', () => {
    const { mask } = exampleTiles(example, 4);
    // Pixel 13 of 8 × 4 is (5, 1): (2, 0) at half the size.
    expect(mask && red(mask, 2, 0)).toBe(255);
    expect(mask?.data.filter((value) => value > 0)).toHaveLength(3);
  });
});

describe('exampleFigure', () => {
  it('has a row an example, and a column for ground truth only if any has it', () => {
    expect(exampleFigure([example, { ...example, mask: null }], 4)).toMatchObject({
      width: 1 + 4 * 5,
      height: 1 + 2 * 3,
    });
    expect(exampleFigure([{ ...example, mask: null }], 4)).toMatchObject({ width: 1 + 3 * 5 });
  });

  it('puts smaller pictures into the middle of their places, on white', () => {
    const grid = composeGrid([[plainImage(4, 2, 9), plainImage(2, 2, 7), null]], 1);
    expect(grid).toMatchObject({ width: 16, height: 4 });
    const row = Array.from({ length: 16 }, (_, x) => red(grid, x, 1));
    expect(row).toEqual([255, 9, 9, 9, 9, 255, 255, 7, 7, 255, 255, 255, 255, 255, 255, 255]);
  });
});
