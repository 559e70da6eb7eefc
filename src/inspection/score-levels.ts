import { type LevelDistances, fuseLevels } from '../scoring/anomaly-map.ts';
import type { PartSettings } from './settings.ts';

/** What one level says of a picture, in that level's own feature units. */
export interface LevelMeasure extends LevelDistances {
  /** Image score of this level alone. */
  readonly score: number;
  /** Patch with the largest distance to the bank. */
  readonly patch: number;
  /** Bank row nearest to that patch. */
  readonly row: number;
}

/** The patch of a picture that its score comes from. */
export interface HottestRow {
  /** Index of the level. */
  readonly level: number;
  /** Number of the patch in its level's grid. */
  readonly patch: number;
  /** Its distance to the bank, in the level's feature units. */
  readonly distance: number;
  /** The nearest row of the level's bank. */
  readonly row: number;
}

/** Score and map of a picture, before any threshold. */
export interface PictureScore {
  /** Image score; the larger, the more anomalous. */
  readonly score: number;
  /** Where it comes from. */
  readonly hottest: HottestRow;
  /** Anomaly map at the model's input size, shape [S, S]. */
  readonly map: Float32Array;
}

/**
 * Joins the levels of a picture, each divided by its usual distance on good parts.
 *
 * @param scales - One a level.
 * @returns Score and map of shape [S, S].
 */
export function scoreLevels(
  measures: readonly LevelMeasure[],
  scales: readonly number[],
  settings: PartSettings,
): PictureScore {
  const { size, sigma } = settings;
  const fusion = settings.fusion === 'mean' ? 'mean' : 'max';
  const scores = measures.map((measure, level) => measure.score / scales[level]);
  const level = Math.max(0, scores.indexOf(Math.max(...scores))); // -1 when a score is NaN
  const { patch, row, distances } = measures[level];
  return {
    score:
      fusion === 'mean'
        ? scores.reduce((sum, s) => sum + s, 0) / scores.length
        : Math.max(...scores),
    hottest: { level, patch, distance: distances[patch], row },
    map: fuseLevels(measures, { scales, fusion, size, sigma }),
  };
}
