/**
 * From scores to the figures of a cell.
 *
 * @module
 */
import { wilsonInterval } from '../../calibration/bound.ts';
import { MetricError } from '../../errors.ts';
import { confusionAt } from '../../metrics/confusion.ts';
import type { PixelScores } from '../../metrics/pixel-scores.ts';
import { averagePrecision, f1Max } from '../../metrics/precision-recall.ts';
import { rankScores } from '../../metrics/ranked-scores.ts';
import { aupro, proCurve, type ProCurve } from '../../metrics/region-overlap.ts';
import { auroc } from '../../metrics/roc.ts';
import type {
  CalibratedResult,
  CellMetrics,
  CountedShare,
  Percentiles,
} from './evaluation-result.ts';

/** Distance of two points of a curve that is kept for plots. */
const CURVE_STEP = 0.01;

/** What the pictures of a cell scored. */
export interface CellScores {
  /** Image scores, one a test picture. */
  readonly scores: readonly number[];
  /** Whether each test picture shows a defect. */
  readonly anomalous: readonly boolean[];
  /** The anomaly maps, or why there are none to measure, such as "no masks". */
  readonly pixels: PixelScores | string;
  /** Of the support set alone, or why there is none. */
  readonly threshold: number | string;
}

/** The figures of a cell and the curve to plot. */
export interface CellMeasurement {
  readonly metrics: CellMetrics;
  readonly proCurve: ProCurve | null;
}

/** Computes the figures of a cell; one that has no value is null and says why. */
export function measureCell(cell: CellScores): CellMeasurement {
  const { metrics: image, missing: imageMissing } = measureImages(cell);
  const { metrics: pixel, missing: pixelMissing, curve } = measurePixels(cell.pixels);
  const { threshold } = cell;
  const calibrated = typeof threshold === 'string' ? null : judgeAt(threshold, cell);
  const missing = {
    ...imageMissing,
    ...pixelMissing,
    ...(typeof threshold === 'string' ? { calibrated: threshold } : {}),
  };
  return { metrics: { ...image, ...pixel, calibrated, missing }, proCurve: curve };
}

/**
 * The 50th, 95th and 99th percentile by nearest rank.
 *
 * @param times - Milliseconds, at least one.
 */
export function percentiles(times: readonly number[]): Percentiles {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

type ImageMetrics = Pick<CellMetrics, 'imageAuroc' | 'averagePrecision' | 'f1Max' | 'missing'>;
type PixelMetrics = Pick<CellMetrics, 'pixelAuroc' | 'aupro' | 'missing'>;

interface Measured<T extends { missing: unknown }> {
  readonly metrics: Omit<T, 'missing'>;
  readonly missing: CellMetrics['missing'];
}

function measureImages({ scores, anomalous }: CellScores): Measured<ImageMetrics> {
  const ranked = valueOrFault(() => rankScores(scores, anomalous.map(Number)));
  if (typeof ranked === 'string') {
    return {
      metrics: { imageAuroc: null, averagePrecision: null, f1Max: null },
      missing: { imageAuroc: ranked, averagePrecision: ranked, f1Max: ranked },
    };
  }
  return {
    metrics: {
      imageAuroc: auroc(ranked),
      averagePrecision: averagePrecision(ranked),
      f1Max: f1Max(ranked),
    },
    missing: {},
  };
}

function measurePixels(
  pixels: PixelScores | string,
): Measured<PixelMetrics> & { readonly curve: ProCurve | null } {
  const ranked = typeof pixels === 'string' ? pixels : valueOrFault(() => pixels.ranked());
  if (typeof ranked === 'string') {
    const missing = { pixelAuroc: ranked, aupro: ranked };
    return { metrics: { pixelAuroc: null, aupro: null }, missing, curve: null };
  }
  return {
    metrics: { pixelAuroc: auroc(ranked), aupro: aupro(ranked) },
    missing: {},
    curve: proCurve(ranked, CURVE_STEP),
  };
}

/** What `compute` gives, or why it has no value. */
function valueOrFault<T>(compute: () => T): T | string {
  try {
    return compute();
  } catch (error) {
    if (error instanceof MetricError) return error.message;
    throw error;
  }
}

function judgeAt(threshold: number, { scores, anomalous }: CellScores): CalibratedResult {
  const confusion = confusionAt(scores, anomalous.map(Number), threshold);
  return {
    threshold,
    falseRejects: countedShare(confusion.falseRejects, confusion.normal),
    escapes: countedShare(confusion.escapes, confusion.anomalous),
  };
}

/** A share with its Wilson interval; of nothing, the whole range. */
export function countedShare(count: number, of: number): CountedShare {
  return { count, of, ...wilsonInterval(count, of) };
}
