import type { Page } from '../api/common.ts';
import type { InspectionTrail } from '../api/inspection.ts';
import type { AuditEntry, AuditList, AuditReport } from '../api/system.ts';
import { NotFoundError } from '../errors.ts';
import type { DatabaseOptions, StationDatabase } from '../store/database.ts';
import { pageBySeq } from '../store/page-by-seq.ts';
import type { AuditRow } from '../store/tables.ts';
import { verifyStation } from './verify.ts';

/** Who did what, and whether all is as it was done. */
export class AuditTrail {
  readonly #database: StationDatabase;
  readonly #options: DatabaseOptions;

  constructor(database: StationDatabase, options: DatabaseOptions) {
    this.#database = database;
    this.#options = options;
  }

  /** Newest first. */
  async page({ limit, cursor, from, to, ...is }: AuditList): Promise<Page<AuditEntry>> {
    let query = this.#database.rows
      .selectFrom('audit')
      .selectAll()
      .orderBy('seq', 'desc')
      .limit(limit + 1);
    for (const column of ['actor', 'action', 'subject'] as const) {
      const value = is[column];
      if (value !== undefined) query = query.where(column, '=', value);
    }
    if (cursor !== undefined) query = query.where('seq', '<', Number(cursor));
    if (from !== undefined) query = query.where('at', '>=', from);
    if (to !== undefined) query = query.where('at', '<', to);
    const rows = await query.execute();
    return pageBySeq(rows, limit, entryOf);
  }

  /**
   * What was done with an inspection, the oldest first: by whom, when, and where in the chain.
   *
   * @throws {@link NotFoundError} if there is none of that id.
   */
  async ofInspection(id: string): Promise<InspectionTrail> {
    const { rows } = this.#database;
    const inspection = await rows
      .selectFrom('inspection')
      .select('id')
      .where('id', '=', id)
      .executeTakeFirst();
    if (inspection === undefined) throw new NotFoundError('the inspection', id);
    const reviews = await rows
      .selectFrom('review')
      .select(['id', 'decision'])
      .where('inspection', '=', id)
      .execute();
    const decisions = new Map(reviews.map((review) => [review.id, review.decision]));
    const entries = await rows
      .selectFrom('audit')
      .select(['seq', 'at', 'actor', 'action', 'subject', 'hash'])
      .where('subject', 'in', [id, ...decisions.keys()])
      .orderBy('seq')
      .execute();
    return entries.map(({ subject, ...entry }) => ({
      ...entry,
      decision: decisions.get(subject) ?? null,
    }));
  }

  /** Compares every row and file with the chain. */
  async verify(): Promise<AuditReport> {
    return verifyStation(this.#options);
  }
}

function entryOf({ detail, ...row }: AuditRow): AuditEntry {
  return { ...row, detail: JSON.parse(detail) };
}
