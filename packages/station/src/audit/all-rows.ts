import { type SelectQueryBuilder, sql } from 'kysely';
import type { StationTables } from '../store/tables.ts';

/** Rows that are read at once: as many as are held in memory. */
const AT_ONCE = 500;

/**
 * All rows of a query in the order of their `seq`, some hundreds at a time, however many there are.
 *
 * @param query - Has no order and no limit of its own, and selects `seq`.
 */
export async function* allRows<
  Table extends keyof StationTables,
  Row extends { readonly seq: number },
>(query: SelectQueryBuilder<StationTables, Table, Row>): AsyncGenerator<Row> {
  const seq = sql.ref<number>('seq');
  for (let last = 0; ;) {
    const rows = await query.where(seq, '>', last).orderBy(seq).limit(AT_ONCE).execute();
    for (const row of rows) {
      yield row;
      last = row.seq;
    }
    if (rows.length < AT_ONCE) return;
  }
}
