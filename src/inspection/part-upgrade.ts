/**
 * Versions of part file headers: what a version adds, and how a header of an earlier one is read.
 *
 * @module
 */
import { type Setting, settingEntries } from './settings.ts';

/** Names of settings with all that is said of them. */
type Entries = readonly (readonly [name: string, setting: Pick<Setting<unknown>, 'added'>])[];

/** Version of a header that names none: those of fewgood 0.1.0. */
export const FIRST_VERSION = 1;

/** The version that is written: that of the setting which was added last. */
export const HEADER_VERSION: number = versionOf(settingEntries);

/** The newest version of which some settings are. */
export function versionOf(entries: Entries): number {
  return Math.max(FIRST_VERSION, ...entries.map(([, { added }]) => added?.since ?? FIRST_VERSION));
}

/**
 * The settings of an earlier version, completed by those that it did not have, with the values that
 * parts were learned under then.
 *
 * @param settings - As the header has them, unchecked.
 * @param version - Of the header.
 * @returns Settings of {@link HEADER_VERSION}, unchecked; or the name of one that `version` cannot have.
 */
export function upgradeSettings(
  settings: Readonly<Record<string, unknown>>,
  version: number,
  entries: Entries = settingEntries,
): { readonly settings: Readonly<Record<string, unknown>> } | { readonly foreign: string } {
  const upgraded: Record<string, unknown> = { ...settings };
  for (const [name, { added }] of entries) {
    if (added === undefined || added.since <= version) continue;
    if (Object.hasOwn(settings, name)) return { foreign: name };
    upgraded[name] = added.before;
  }
  return { settings: upgraded };
}
