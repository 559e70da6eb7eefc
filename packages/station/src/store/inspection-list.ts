import { sql } from 'kysely';
import type { Page } from '../api/common.ts';
import type {
  InspectionCounts,
  InspectionDetail,
  InspectionFilter,
  InspectionList as InspectionQuery,
  StationInspection,
} from '../api/inspection.ts';
import { NotFoundError } from '../errors.ts';
import type { StationDatabase } from './database.ts';
import { pageBySeq } from './page-by-seq.ts';
import type { InspectionRow } from './tables.ts';

/** Rows of an export that are read at once. */
const EXPORT_ROWS = 500;

/** The inspections of a station, as those who look at them see them. */
export class InspectionList {
  readonly #database: StationDatabase;

  constructor(database: StationDatabase) {
    this.#database = database;
  }

  /** Newest first. */
  async page({ limit, cursor, ...filter }: InspectionQuery): Promise<Page<StationInspection>> {
    let query = this.#select(filter)
      .orderBy('seq', 'desc')
      .limit(limit + 1);
    if (cursor !== undefined) query = query.where('seq', '<', Number(cursor));
    const rows = await query.execute();
    return pageBySeq(rows, limit, inspectionOf);
  }

  /** All that are wanted, newest first, a page at a time. */
  async *all(filter: InspectionFilter): AsyncGenerator<InspectionDetail[]> {
    let before = Number.MAX_SAFE_INTEGER;
    for (;;) {
      const rows = await this.#select(filter)
        .where('seq', '<', before)
        .orderBy('seq', 'desc')
        .limit(EXPORT_ROWS)
        .execute();
      const last = rows.at(-1);
      if (last === undefined) return;
      yield rows.map(detailOf);
      before = last.seq;
    }
  }

  /** @throws {@link NotFoundError} if there is none of that id. */
  async get(id: string): Promise<InspectionDetail> {
    return detailOf(await this.row(id));
  }

  /** @throws {@link NotFoundError} if there is none of that id. */
  async row(id: string): Promise<InspectionRow> {
    const row = await this.#database.rows
      .selectFrom('inspection')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst();
    if (row === undefined) throw new NotFoundError('the inspection', id);
    return row;
  }

  async counts(filter: InspectionFilter): Promise<InspectionCounts> {
    const rows = await this.#select(filter)
      .clearSelect()
      .select(['state', 'verdict'])
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .groupBy(['state', 'verdict'])
      .execute();
    const counts = { pass: 0, fail: 0, cannotJudge: 0, failed: 0, waiting: 0 };
    for (const { state, verdict, count } of rows) {
      if (state === 'waiting' || state === 'failed') counts[state] += count;
      else if (verdict === 'cannot judge') counts.cannotJudge += count;
      else if (verdict !== null) counts[verdict] += count;
    }
    return counts;
  }

  #select(filter: InspectionFilter) {
    let query = this.#database.rows.selectFrom('inspection').selectAll();
    for (const column of ['part', 'version', 'state', 'verdict', 'source', 'key'] as const) {
      const value = filter[column];
      if (value !== undefined) query = query.where(column, '=', value);
    }
    const { name, from, to, minRatio, maxRatio } = filter;
    if (name !== undefined) {
      const pattern = `%${name.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
      query = query.where(sql<boolean>`lower(${sql.ref('name')}) like ${pattern} escape '\\'`);
    }
    if (from !== undefined) query = query.where('acceptedAt', '>=', from);
    if (to !== undefined) query = query.where('acceptedAt', '<', to);
    if (minRatio !== undefined) query = query.where('ratio', '>=', minRatio);
    if (maxRatio !== undefined) query = query.where('ratio', '<=', maxRatio);
    return query;
  }
}

/** A row as the API gives it in lists. */
export function inspectionOf(row: InspectionRow): StationInspection {
  const { record: _record, overlay: _overlay, held: _held, fault, pictureRemoved, ...rest } = row;
  return { ...rest, pictureRemoved: pictureRemoved === 1, fault: parsed(fault) };
}

/** A row with all that the API gives of it. */
export function detailOf(row: InspectionRow): InspectionDetail {
  return { ...inspectionOf(row), record: parsed(row.record), overlay: row.overlay };
}

// oxlint-disable-next-line typescript/no-explicit-any -- what this program wrote as JSON
function parsed(text: string | null): any {
  return text === null ? null : JSON.parse(text);
}
