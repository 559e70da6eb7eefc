import type { Page } from '../api/common.ts';

/**
 * A page of a list whose cursor is the `seq` of the last row that is shown.
 *
 * @param rows - One more than are shown, where there are more.
 * @param limit - Rows that are shown at most.
 * @param itemOf - A row as the API gives it.
 */
export function pageBySeq<Row extends { readonly seq: number }, Item>(
  rows: readonly Row[],
  limit: number,
  itemOf: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const next = rows.length > limit ? String(shown.at(-1)?.seq) : null;
  return { items: shown.map(itemOf), next };
}
