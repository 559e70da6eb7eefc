/** Browsers by a word of what they call themselves; the first that fits, since later words stand in those of others too. */
const BROWSERS: readonly (readonly [word: RegExp, name: string])[] = [
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\/|Chromium\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

const SYSTEMS: readonly (readonly [word: RegExp, name: string])[] = [
  [/Android/, 'Android'],
  [/iPad|iPhone/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** A browser and its system in words; null where it does not say. */
export function browserOf(agent: string): string | null {
  const [browser, system] = [BROWSERS, SYSTEMS].map(
    (names) => names.find(([word]) => word.test(agent))?.[1],
  );
  if (browser === undefined) return null;
  return system === undefined ? browser : `${browser}, ${system}`;
}
