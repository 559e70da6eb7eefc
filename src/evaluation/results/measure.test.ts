import { describe, expect, it } from 'vitest';
import { PixelScores } from '../../metrics/pixel-scores.ts';
import { countedShare, measureCell, percentiles } from './measure.ts';

const anomalous = [false, false, false, true, true];
const scores = [0.1, 0.2, 0.6, 0.5, 0.9];

describe('measureCell', () => {
  it('measures pictures and pixels', () => {
    const pixels = new PixelScores(8);
    pixels.add(Float32Array.of(0, 0, 0, 0), 2);
    pixels.add(Float32Array.of(1, 0, 0, 0), 2, Uint8Array.of(1, 0, 0, 0));
    const { metrics, proCurve } = measureCell({ scores, anomalous, pixels, threshold: 0.55 });
    // 5 of the 6 pairs of good and defective are in order.
    expect(metrics.imageAuroc).toBe(5 / 6);
    expect(metrics.pixelAuroc).toBe(1);
    expect(metrics.aupro).toBe(1);
    // At 0.5 and above: both defective, one good.
    expect(metrics.f1Max).toEqual({ f1: 0.8, threshold: 0.5 });
    expect(metrics.averagePrecision).toBeCloseTo(1 / 2 + 2 / 3 / 2, 12);
    expect(metrics.calibrated).toEqual({
      threshold: 0.55,
      falseRejects: countedShare(1, 3),
      escapes: countedShare(1, 2),
    });
    expect(metrics.missing).toEqual({});
    expect(proCurve?.regionOverlap.at(-1)).toBe(1);
  });

  it('says why a figure is missing', () => {
    const { metrics, proCurve } = measureCell({
      scores: scores.slice(0, 3),
      anomalous: anomalous.slice(0, 3),
      pixels: 'no masks',
      threshold: 'one picture backs no threshold',
    });
    const { missing, ...figures } = metrics;
    expect(new Set(Object.values(figures))).toEqual(new Set([null]));
    expect(Object.keys(missing).toSorted()).toEqual(Object.keys(figures).toSorted());
    expect(missing.imageAuroc).toContain('3 normal and 0 anomalous scores');
    expect(missing.aupro).toBe('no masks');
    expect(missing.calibrated).toBe('one picture backs no threshold');
    expect(proCurve).toBeNull();
  });

  it('has no pixel figures where no pixel is defective', () => {
    const pixels = new PixelScores(4);
    pixels.add(Float32Array.of(0, 0, 0, 0), 2);
    const { metrics } = measureCell({ scores, anomalous, pixels, threshold: 1 });
    expect(metrics.pixelAuroc).toBeNull();
    expect(metrics.missing.pixelAuroc).toContain('4 normal and 0 anomalous');
    expect(metrics.imageAuroc).not.toBeNull();
  });
});

describe('percentiles', () => {
  it('takes the nearest rank', () => {
    const times = Array.from({ length: 200 }, (_, i) => 200 - i);
    expect(percentiles(times)).toEqual({ p50: 100, p95: 190, p99: 198 });
    expect(percentiles([7])).toEqual({ p50: 7, p95: 7, p99: 7 });
  });
});
