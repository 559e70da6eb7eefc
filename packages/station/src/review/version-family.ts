import type { StationDatabase } from '../store/database.ts';
import type { VersionRow } from '../store/tables.ts';

/** Versions of a part whose scores can be compared: they differ by calibration and threshold alone. */
export interface VersionFamily {
  /** Numbers of all of them, the version itself too. */
  readonly members: ReadonlySet<number>;
  /** Numbers of those that the version was made of, and its own. */
  readonly ancestors: ReadonlySet<number>;
}

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
  const ancestors = lineOf(versions, version);
  const root = Math.min(...ancestors);
  const members = versions
    .map(({ number }) => number)
    .filter((number) => lineOf(versions, number).has(root));
  return { members: new Set(members), ancestors };
}

/** A version and all that it was made of; a parent has a lower number. */
function lineOf(
  versions: readonly Pick<VersionRow, 'number' | 'parent'>[],
  version: number,
): Set<number> {
  const parents = new Map(versions.map(({ number, parent }) => [number, parent]));
  const line = new Set<number>();
  for (let at: number | null = version; at !== null; at = parents.get(at) ?? null) line.add(at);
  return line;
}
