import type { Review } from '../api/review.ts';
import { NotFoundError } from '../errors.ts';
import type { Change, StationDatabase } from '../store/database.ts';
import { inspectionOf } from '../store/inspection-list.ts';
import type { InspectionRow, ReviewRow } from '../store/tables.ts';

type Rows = StationDatabase['rows'] | Change;

/** Inspections by id, for rows that name them. */
export async function inspectionsOf(
  rows: Rows,
  ids: readonly string[],
): Promise<Map<string, InspectionRow>> {
  if (ids.length === 0) return new Map();
  const list = await rows.selectFrom('inspection').selectAll().where('id', 'in', ids).execute();
  return new Map(list.map((row) => [row.id, row]));
}

/** Reviews as the API gives them. */
export async function reviewsOf(rows: Rows, reviews: readonly ReviewRow[]): Promise<Review[]> {
  const inspections = await inspectionsOf(
    rows,
    reviews.map(({ inspection }) => inspection),
  );
  return reviews.flatMap(({ seq: _seq, mask, inspection, ...row }) => {
    const inspected = inspections.get(inspection);
    if (inspected === undefined) return [];
    return [
      {
        ...row,
        mask: mask === null ? null : JSON.parse(mask),
        inspection: inspectionOf(inspected),
      },
    ];
  });
}

/** The pictures that a version of a part must not pass: defects that somebody reported, the oldest first. */
export async function regressionRows(rows: Rows, part: string): Promise<ReviewRow[]> {
  return rows
    .selectFrom('review')
    .selectAll()
    .where('part', '=', part)
    .where('decision', '=', 'defect')
    .where('state', '!=', 'undone')
    .orderBy('seq')
    .execute();
}

/** @throws {@link NotFoundError} if there is no such part. */
export async function partNameOf(rows: Rows, id: string): Promise<string> {
  const row = await rows.selectFrom('part').select('name').where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new NotFoundError('the part', id);
  return row.name;
}
