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
  // Taken out once: they are getters, and cost as much as a pixel (measured).
  const { data, missing, width, height } = map;
  const peak = largest(data);
  const limit = peak > 1 ? 1 : peak * PEAK_SHARE;
  const above = new Uint8Array(data.length);
  for (let i = 0; i < above.length; i++) above[i] = data[i] > limit ? 1 : 0;
  const { labels, components } = connectedComponents(above, width, height, CONNECTIVITY);
  const peaks = new Float32Array(components.length);
  const lacks = new Float32Array(components.length);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    if (label === 0) continue;
    peaks[label - 1] = Math.max(peaks[label - 1], data[i]);
    if (missing) lacks[label - 1] = Math.max(lacks[label - 1], missing[i]);
  }
  return components
    .map(({ area, ...box }, i): Region => {
      const kind = lacks[i] > 0 && lacks[i] >= peaks[i] ? 'missing' : 'foreign';
      return { ...box, area, peak: peaks[i], kind };
    })
    .toSorted((a, b) => b.peak - a.peak);
}

/** By index: an iterator over as many values takes several times as long (measured). */
function largest(values: Float32Array): number {
  let max = -Infinity;
  for (let i = 0; i < values.length; i++) max = values[i] > max ? values[i] : max;
  return max;
}
