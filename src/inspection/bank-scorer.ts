import type { PatchFeatures } from '../features/patch-features.ts';
import { SCORE } from '../hyperparameters.ts';
import { createNearestNeighbors, type NearestNeighbors } from '../memory-bank/nearest-neighbors.ts';
import type { Runtime } from '../runtime.ts';
import { hottestPatch, reweightedScore, topMeanScore } from '../scoring/image-score.ts';
import { type Matrix, row } from '../tensor/matrix.ts';
import type { LevelMeasure } from './score-levels.ts';
import type { PartSettings } from './settings.ts';

/** A level's bank with its search. */
interface SearchableBank {
  readonly bank: Matrix;
  readonly search: NearestNeighbors;
}

/** Measures pictures against one bank a level. */
export class BankScorer {
  readonly #levels: readonly SearchableBank[];
  readonly #settings: PartSettings;

  /** @param banks - One a level, each of shape [M, D]. */
  constructor(runtime: Runtime, banks: readonly Matrix[], settings: PartSettings) {
    const { metric } = settings;
    this.#levels = banks.map((bank) => ({
      bank,
      search: createNearestNeighbors(runtime, bank, { metric }),
    }));
    this.#settings = settings;
  }

  /** Distances and score of each level; `features` has one entry a level, each of shape [N, D]. */
  async measure(features: readonly PatchFeatures[]): Promise<LevelMeasure[]> {
    const measures: LevelMeasure[] = [];
    for (const [level, patches] of features.entries()) {
      measures.push(await this.#measureLevel(this.#levels[level], patches));
    }
    return measures;
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
    const found = { distances, height, width, patch, row: nearest };
    if (score === 'max') return { ...found, score: distances[patch] };
    if (score === 'top-mean') return { ...found, score: topMeanScore(distances, SCORE.topShare) };
    // N_b(m̂): the bank elements nearest to m̂, then their distances from the query patch m̂_q.
    const center = { data: row(bank, nearest), rows: 1, cols: bank.cols };
    const around = await search.search(center, scoreNeighbours);
    const weighing = search.distances(row(features, patch), around.indices);
    return { ...found, score: reweightedScore(distances[patch], weighing) };
  }
}
