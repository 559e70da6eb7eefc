import { type VersionFamily, versionFamily } from '../statistics/replay/version-family.ts';
import type { StationDatabase } from '../store/database.ts';

/** The versions of a part whose scores are those of one of them. */
export async function familyOf(
  { rows }: StationDatabase,
  part: string,
  version: number,
): Promise<VersionFamily> {
  const versions = await rows
    .selectFrom('version')
    .select(['number', 'parent'])
    .where('part', '=', part)
    .execute();
  return versionFamily(versions, version);
}
