import type { ControlChart, ProductionCharts } from '../api/charts.ts';
import { CUSUM_DEFAULTS, cusumChart } from '../statistics/charts/cusum.ts';
import { EWMA_DEFAULTS, ewmaChart } from '../statistics/charts/ewma.ts';
import { IN_CONTROL, inControl } from '../statistics/charts/in-control.ts';

/** A score against its threshold, and when it was taken in. */
export interface ScoredAt {
  readonly id: string;
  /** UTC, ISO 8601. */
  readonly acceptedAt: string;
  /** Above 0, finite. */
  readonly ratio: number;
}

type WithoutControl = NonNullable<ProductionCharts['withoutControl']>;

/**
 * EWMA and CUSUM of the scores of one version, with limits from a baseline. Scores are taken relative to the
 * threshold, and by rank among the baseline's, as their distribution is not known.
 *
 * @param baseline - In order of time: what the version passed when it was new.
 * @param points - In order of time: what is looked at, whether it is part of the baseline or not.
 * @returns Why there is none, where the baseline says too little.
 */
export function controlChart(
  version: number,
  baseline: readonly ScoredAt[],
  points: readonly ScoredAt[],
): ControlChart | WithoutControl {
  const [first, last] = [baseline[0], baseline.at(-1)];
  const [found, expected] = [baseline.length, IN_CONTROL.least];
  if (first === undefined || last === undefined || found < expected) {
    return { reason: 'few-scores', found, expected };
  }
  if (baseline.every(({ ratio }) => ratio === first.ratio)) {
    return { reason: 'scores-alike', found, expected };
  }
  const normal = inControl(baseline.map(({ ratio }) => ratio));
  const ratios = points.map(({ ratio }) => ratio);
  const standard = normal.standardize(ratios);
  const ewma = ewmaChart(standard);
  const cusum = cusumChart(standard);
  return {
    version,
    baseline: {
      scores: normal.scores,
      from: first.acceptedAt,
      to: last.acceptedAt,
      isSmall: normal.isSmall,
    },
    points: {
      id: points.map(({ id }) => id),
      time: points.map(({ acceptedAt }) => Date.parse(acceptedAt)),
      ratio: ratios,
      standard: [...standard],
    },
    ewma: {
      ...EWMA_DEFAULTS,
      values: [...ewma.values],
      limits: [...ewma.limits],
      alarms: [...ewma.alarms],
    },
    cusum: {
      ...CUSUM_DEFAULTS,
      up: [...cusum.up],
      down: [...cusum.down],
      alarms: [...cusum.alarms],
    },
  };
}
