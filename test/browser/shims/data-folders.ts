/** Stands in for studies/data-folders.ts in a page, which has no data that are not part of the project. */

/** A name is as good as a place, where there is none. */
export function dataPath(name: string): string {
  return name;
}

/** As {@link dataPath}. */
export function weightsPath(name: string): string {
  return name;
}

/** All of them: suites that need them say so. */
export function missingOf(paths: readonly string[]): readonly string[] {
  return paths;
}
