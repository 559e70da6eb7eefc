import { NotFoundError } from '../errors.ts';
import type { StationDatabase } from './database.ts';

/**
 * The id of a part.
 *
 * @throws {@link NotFoundError} if there is none of that name.
 */
export async function partNamed({ rows }: StationDatabase, name: string): Promise<string> {
  const row = await rows
    .selectFrom('part')
    .where('name', '=', name)
    .select('id')
    .executeTakeFirst();
  if (row === undefined) throw new NotFoundError('the part', name);
  return row.id;
}
