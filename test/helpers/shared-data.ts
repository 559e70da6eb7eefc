import { missingOf } from '../../studies/data-folders.ts';

/** What a test needs that is not part of the project. */
export interface Needs {
  readonly areMissing: boolean;
  /** For the name of the test, so that a skip says why: ` (needs …: see docs/data.md)`, or nothing. */
  readonly note: string;
}

/**
 * Looks for files that are not part of the project (docs/data.md). A test that needs them says so
 * when it skips:
 *
 *     const bottle = dataPath('mvtec/bottle');
 *     const needs = needsOf(bottle);
 *     it.skipIf(needs.areMissing)(`ranks bottle${needs.note}`, …);
 */
export function needsOf(...paths: readonly string[]): Needs {
  const missing = missingOf(paths);
  const areMissing = missing.length > 0;
  return {
    areMissing,
    note: areMissing ? ` (needs ${missing.join(' and ')}: see docs/data.md)` : '',
  };
}
