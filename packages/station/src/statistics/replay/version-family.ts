/** A version of a part, as far as its descent goes. */
export interface VersionDescent {
  readonly number: number;
  /** Number of the version that it was made of, which is lower; null for none. */
  readonly parent: number | null;
}

/** Versions of a part whose scores can be compared: they differ by calibration and threshold alone. */
export interface VersionFamily {
  /** Numbers of all of them, the version itself too. */
  readonly members: ReadonlySet<number>;
  /** Numbers of those that the version was made of, and its own. */
  readonly ancestors: ReadonlySet<number>;
}

/** The versions of a part whose scores are those of one of them. */
export function versionFamily(versions: readonly VersionDescent[], version: number): VersionFamily {
  const ancestors = lineOf(versions, version);
  const root = Math.min(...ancestors);
  const members = versions
    .map(({ number }) => number)
    .filter((number) => lineOf(versions, number).has(root));
  return { members: new Set(members), ancestors };
}

/** A version and all that it was made of. */
function lineOf(versions: readonly VersionDescent[], version: number): Set<number> {
  const parents = new Map(versions.map(({ number, parent }) => [number, parent]));
  const line = new Set<number>();
  for (let at: number | null = version; at !== null; at = parents.get(at) ?? null) line.add(at);
  return line;
}
