import { ConflictError, NotFoundError } from '../errors.ts';
import type { ThresholdEffectReport, ThresholdScores } from '../api/threshold.ts';
import { scoreHistogram } from '../statistics/threshold/score-histogram.ts';
import { ratePromise } from '../statistics/threshold/pictures-needed.ts';
import { referenceOf } from '../statistics/threshold/reference.ts';
import { knownScores, thresholdEffect } from '../statistics/threshold/threshold-effect.ts';
import type { StationDatabase } from '../store/database.ts';
import type { VersionRow } from '../store/tables.ts';
import type { VersionSummary } from '../api/part.ts';
import { familyOf } from './version-family.ts';

type Known = ThresholdScores['good'][number];

interface Evidence {
  readonly version: VersionRow;
  readonly summary: VersionSummary;
  readonly good: readonly Known[];
  readonly bad: readonly Known[];
  readonly otherVersions: number;
}

/** What thresholds would do to pictures of which people said what they are. */
export class ThresholdDesk {
  readonly #database: StationDatabase;

  constructor(database: StationDatabase) {
    this.#database = database;
  }

  /**
   * What is known, by the version that judges.
   *
   * @throws {@link NotFoundError} if there is no such part.
   * @throws {@link ConflictError} if none of its versions judges.
   */
  async scores(part: string): Promise<ThresholdScores> {
    const { version, summary, good, bad, otherVersions } = await this.#evidence(part);
    const { edges, ...counts } = scoreHistogram(positive(good), positive(bad));
    return {
      version: version.number,
      threshold: summary.threshold,
      good: [...good],
      bad: [...bad],
      otherVersions,
      histogram: {
        edges: [...edges],
        good: [...counts.good],
        bad: [...counts.bad],
      },
    };
  }

  /**
   * What one threshold would do.
   *
   * @throws {@link NotFoundError} if there is no such part.
   * @throws {@link ConflictError} if none of its versions judges.
   */
  async effect(part: string, threshold: number): Promise<ThresholdEffectReport> {
    const { summary, good, bad } = await this.#evidence(part);
    const scores = knownScores(
      good.map(({ score }) => score),
      bad.map(({ score }) => score),
    );
    const effect = thresholdEffect(scores, threshold);
    const { count, of } = effect.falseRejects;
    const target = summary.targetFalseReject;
    return { ...effect, promise: { target, ...ratePromise(count, of, target) } };
  }

  async #evidence(part: string): Promise<Evidence> {
    const version = await this.#active(part);
    const summary: VersionSummary = JSON.parse(version.summary);
    const { members, ancestors } = await familyOf(this.#database, part, version.number);
    const rows = await this.#database.rows
      .selectFrom('review')
      .innerJoin('inspection', 'inspection.id', 'review.inspection')
      .where('review.part', '=', part)
      .where('review.state', '!=', 'undone')
      .select(['review.decision', 'review.version as appliedTo', 'inspection.id'])
      .select(['inspection.name', 'inspection.score', 'inspection.verdict'])
      .select(['inspection.version', 'inspection.picture'])
      .orderBy('review.seq')
      .execute();
    // What is part of the calibration is counted there.
    const rest = rows.filter(
      ({ decision, appliedTo }) =>
        decision !== 'good' || appliedTo === null || !ancestors.has(appliedTo),
    );
    const kinds = { good: new Map<string, Known>(), bad: new Map<string, Known>() };
    let otherVersions = 0;
    for (const { id, name, score, picture, version: judgedBy, ...row } of rest) {
      const kind = referenceOf(row);
      if (kind === undefined || score === null) continue;
      if (judgedBy === null || !members.has(judgedBy)) otherVersions++;
      // The same picture sent again says nothing new.
      else kinds[kind].set(picture, { name, score, inspection: id });
    }
    const confirmed = summary.confirmed.map((one) => ({ ...one, inspection: null }));
    return {
      version,
      summary,
      good: [...confirmed, ...kinds.good.values()],
      bad: [...kinds.bad.values()],
      otherVersions,
    };
  }

  async #active(part: string): Promise<VersionRow> {
    const { rows } = this.#database;
    const row = await rows
      .selectFrom('part')
      .select('activeVersion')
      .where('id', '=', part)
      .executeTakeFirst();
    if (row === undefined) throw new NotFoundError('the part', part);
    if (row.activeVersion === null) {
      throw new ConflictError(
        'look at the threshold of the part',
        'none of its versions is active',
        'Activate a version of it.',
        { part },
      );
    }
    return rows
      .selectFrom('version')
      .selectAll()
      .where('part', '=', part)
      .where('number', '=', row.activeVersion)
      .executeTakeFirstOrThrow();
  }
}

/** A logarithmic scale has no place for others. */
function positive(scores: readonly Known[]): number[] {
  return scores.map(({ score }) => score).filter((score) => score > 0);
}
