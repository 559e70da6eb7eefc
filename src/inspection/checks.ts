import type { PartSettings } from './settings.ts';

/** What each check that a part may do without looks at. */
const CHECKS = {
  presence: 'whether the part is there',
  appearance: 'light, colours, sharpness and size of the picture',
} as const;

/**
 * Says what of a picture a part does not check; undefined if it checks all.
 *
 * @returns A clause without a final period.
 */
export function uncheckedText(
  settings: Pick<PartSettings, keyof typeof CHECKS>,
): string | undefined {
  const off = (['presence', 'appearance'] as const).filter((name) => settings[name] === 'none');
  if (off.length === 0) return undefined;
  const named = off.map((name) => `${CHECKS[name]} (${name} none)`).join(', and ');
  return `not checked: ${named}; a picture that shows no good part may pass`;
}
