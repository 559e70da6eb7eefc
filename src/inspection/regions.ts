import { connectedComponents } from '../image/components.ts';
import type { AnomalyMap, Region } from './inspection.ts';

/** Where a failed picture shows nothing above its map limit, the area about its peak is named. */
const PEAK_SHARE = 0.8;
/** 8-connectivity, as in MVTec's evaluation. */
const CONNECTIVITY = 8;

/**
 * Defects of a failed picture: connected areas of its anomaly map above the limit 1. Score and map
 * have separate thresholds; when only the score is above its own, the area at 80 % of the map's
 * peak is the one region, so that every failure shows where.
 *
 * @param map - Ratios to the map limit, shape [height, width].
 * @returns Most anomalous first.
 */
export function findRegions(map: AnomalyMap): Region[] {
  const peak = largest(map.data);
  const limit = peak > 1 ? 1 : peak * PEAK_SHARE;
  const above = new Uint8Array(map.data.length);
  for (let i = 0; i < above.length; i++) above[i] = map.data[i] > limit ? 1 : 0;
  const { labels, components } = connectedComponents(above, map.width, map.height, CONNECTIVITY);
  const peaks = new Float32Array(components.length);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    if (label > 0) peaks[label - 1] = Math.max(peaks[label - 1], map.data[i]);
  }
  return components
    .map(({ x, y, width, height, area }, i) => ({ x, y, width, height, area, peak: peaks[i] }))
    .toSorted((a, b) => b.peak - a.peak);
}

function largest(values: Float32Array): number {
  let max = -Infinity;
  for (const value of values) if (value > max) max = value;
  return max;
}
