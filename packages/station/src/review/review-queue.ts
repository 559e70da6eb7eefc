import type { SelectQueryBuilder } from 'kysely';
import type { Page } from '../api/common.ts';
import {
  BORDERLINE_RATIO,
  type ReviewCounts,
  type ReviewQueueItem,
  type ReviewQueueQuery,
} from '../api/review.ts';
import type { StationDatabase } from '../store/database.ts';
import { inspectionOf } from '../store/inspection-list.ts';
import { pageBySeq } from '../store/page-by-seq.ts';
import type { InspectionRow, StationTables } from '../store/tables.ts';

/** So many inspections that are to be reviewed, the newest, keep their pictures whatever retention says. */
const KEPT_REVIEWS = 1000;

type Selection<O> = SelectQueryBuilder<StationTables, 'inspection', O>;

/** What is to be reviewed: fails, borderline passes and what could not be judged, until somebody decided. */
export class ReviewQueue {
  readonly #database: StationDatabase;

  constructor(database: StationDatabase) {
    this.#database = database;
  }

  /** The oldest first. */
  async page({ limit, cursor, part, kind }: ReviewQueueQuery): Promise<Page<ReviewQueueItem>> {
    let query = open(this.#database, kind)
      .orderBy('seq')
      .limit(limit + 1);
    if (part !== undefined) query = query.where('part', '=', part);
    if (cursor !== undefined) query = query.where('seq', '>', Number(cursor));
    const rows = await query.execute();
    return pageBySeq(rows, limit, (row) => ({ kind: kindOf(row), inspection: inspectionOf(row) }));
  }

  /** How many of each there are, and what became of others. */
  async counts(part: string | undefined): Promise<ReviewCounts> {
    const [fail, borderline, cannotJudge] = await Promise.all(
      (['fail', 'borderline', 'cannot judge'] as const).map(async (kind) => {
        let query = open(this.#database, kind).clearSelect();
        if (part !== undefined) query = query.where('part', '=', part);
        const { count } = await query
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow();
        return count;
      }),
    );
    const [good, regressions] = [
      await this.#decided('good', ['decided'], part),
      await this.#decided('defect', ['decided', 'applied'], part),
    ];
    return {
      fail: fail ?? 0,
      borderline: borderline ?? 0,
      cannotJudge: cannotJudge ?? 0,
      good,
      regressions,
      kept: KEPT_REVIEWS,
    };
  }

  async #decided(
    decision: 'good' | 'defect',
    states: readonly ('decided' | 'applied')[],
    part: string | undefined,
  ): Promise<number> {
    let query = this.#database.rows
      .selectFrom('review')
      .where('decision', '=', decision)
      .where('state', 'in', states);
    if (part !== undefined) query = query.where('part', '=', part);
    const { count } = await query
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return count;
  }
}

/** Hashes of the pictures of open reviews: those of the newest that are to be reviewed. */
export async function reviewedPictures(database: StationDatabase): Promise<Set<string>> {
  const rows = await open(database).orderBy('seq', 'desc').limit(KEPT_REVIEWS).execute();
  return new Set(rows.map(({ picture }) => picture));
}

/** Inspections that nobody has decided on, and whose pictures can be looked at. */
function open({ rows }: StationDatabase, kind?: ReviewQueueItem['kind']): Selection<InspectionRow> {
  const query = rows
    .selectFrom('inspection')
    .selectAll()
    .where('state', '=', 'judged')
    .where('pictureRemoved', '=', 0)
    .where((builder) =>
      builder.not(
        builder.exists(
          builder
            .selectFrom('review')
            .whereRef('review.inspection', '=', 'inspection.id')
            .where('review.state', '!=', 'undone')
            .select('review.id'),
        ),
      ),
    );
  if (kind === 'borderline') {
    return query.where('verdict', '=', 'pass').where('ratio', '>=', BORDERLINE_RATIO);
  }
  if (kind !== undefined) return query.where('verdict', '=', kind);
  return query.where((builder) =>
    builder.or([
      builder('verdict', 'in', ['fail', 'cannot judge']),
      builder.and([builder('verdict', '=', 'pass'), builder('ratio', '>=', BORDERLINE_RATIO)]),
    ]),
  );
}

function kindOf({ verdict }: InspectionRow): ReviewQueueItem['kind'] {
  return verdict === 'fail' || verdict === 'cannot judge' ? verdict : 'borderline';
}
