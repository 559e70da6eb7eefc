import type { PatchFeatures } from '../features/patch-features.ts';
import { SCORE } from '../hyperparameters.ts';
import { createNearestNeighbors, type NearestNeighbors } from '../memory-bank/nearest-neighbors.ts';
import type { Runtime } from '../runtime.ts';
import { fuseLevels, type LevelDistances } from '../scoring/anomaly-map.ts';
import { hottestPatch, reweightedScore, topMeanScore } from '../scoring/image-score.ts';
import { type Matrix, row } from '../tensor/matrix.ts';
import type { PartSettings } from './settings.ts';

/** What a scorer needs of a level's bank. */
export interface ScaledBank {
  /** Patch features, shape [M, D]. */
  readonly bank: Matrix;
  /** Distance that is usual on good parts; the level's distances are divided by it. */
  readonly normalScale: number;
}

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

/** A level's bank with its search. */
interface SearchableBank extends ScaledBank {
  readonly search: NearestNeighbors;
}

/** Scores pictures against one bank a level: the only place where banks, distances, scales and levels meet. */
export class PictureScorer {
  readonly #levels: readonly SearchableBank[];
  readonly #settings: PartSettings;

  /** @param banks - One a level. */
  constructor(runtime: Runtime, banks: readonly ScaledBank[], settings: PartSettings) {
    const { metric } = settings;
    this.#levels = banks.map(({ bank, normalScale }) => {
      return { bank, normalScale, search: createNearestNeighbors(runtime, bank, { metric }) };
    });
    this.#settings = settings;
  }

  /**
   * Scores one picture.
   *
   * @param features - One entry a level, each of shape [N, D].
   */
  async score(features: readonly PatchFeatures[]): Promise<PictureScore> {
    return this.join(await this.measure(features));
  }

  /** The first half of {@link score}: distances and score of each level by itself. */
  async measure(features: readonly PatchFeatures[]): Promise<LevelMeasure[]> {
    const measures: LevelMeasure[] = [];
    for (const [level, patches] of features.entries()) {
      measures.push(await this.#measureLevel(this.#levels[level], patches));
    }
    return measures;
  }

  /** The second half of {@link score}. */
  join(measures: readonly LevelMeasure[]): PictureScore {
    const scales = this.#levels.map(({ normalScale }) => normalScale);
    return joinLevels(measures, scales, this.#settings);
  }

  /** Frees the sessions. */
  async release(): Promise<void> {
    for (const { search } of this.#levels) await search.release();
  }

  async #measureLevel(
    { bank, search }: SearchableBank,
    { features, height, width }: PatchFeatures,
  ): Promise<LevelMeasure> {
    const { distances, indices } = await search.search(features, 1);
    const patch = hottestPatch(distances);
    const nearest = indices[patch];
    const { score, scoreNeighbours } = this.#settings;
    const measure = { distances, height, width, patch, row: nearest };
    if (score === 'max') return { ...measure, score: distances[patch] };
    if (score === 'top-mean') {
      return { ...measure, score: topMeanScore(distances, SCORE.topShare) };
    }
    // N_b(m̂): the bank elements nearest to m̂, then their distances from the query patch m̂_q.
    const centre = { data: row(bank, nearest), rows: 1, cols: bank.cols };
    const around = await search.search(centre, scoreNeighbours);
    const weighing = search.distances(row(features, patch), around.indices);
    return { ...measure, score: reweightedScore(distances[patch], weighing) };
  }
}

/**
 * Joins the levels of a picture, each divided by its usual distance on good parts. For measures whose
 * scales are only known once all are there; elsewhere a {@link PictureScorer} does it.
 *
 * @param scales - One a level.
 * @returns Score and map of shape [S, S].
 */
export function joinLevels(
  measures: readonly LevelMeasure[],
  scales: readonly number[],
  settings: PartSettings,
): PictureScore {
  const { size, sigma } = settings;
  const fusion = settings.fusion === 'mean' ? 'mean' : 'max';
  const scores = measures.map((measure, level) => measure.score / scales[level]);
  const level = Math.max(0, scores.indexOf(Math.max(...scores))); // -1 when a score is NaN
  const { patch, row: nearest, distances } = measures[level];
  return {
    score:
      fusion === 'mean'
        ? scores.reduce((sum, s) => sum + s, 0) / scores.length
        : Math.max(...scores),
    hottest: { level, patch, distance: distances[patch], row: nearest },
    map: fuseLevels(measures, { scales, fusion, size, sigma }),
  };
}
