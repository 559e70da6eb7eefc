import type english from './en.json';

/** Every text of the page; English is the one that the others follow. */
export type Catalogue = typeof english;

type Loader = () => Promise<{ readonly default: Catalogue }>;

/** One file a language: another language is another file beside `en.json`. */
const loaders = import.meta.glob<{ readonly default: Catalogue }>('./*.json');

const byLanguage: ReadonlyMap<string, Loader> = new Map(
  Object.entries(loaders).map(([path, load]) => [path.slice('./'.length, -'.json'.length), load]),
);

/** Languages of the page, as BCP 47 names them. */
export const languages: readonly string[] = [...byLanguage.keys()].toSorted((a, b) =>
  a.localeCompare(b),
);

/** The texts of a language; of English where there is no file for it. */
export async function loadCatalogue(language: string): Promise<Catalogue> {
  const load = byLanguage.get(language) ?? byLanguage.get('en');
  if (load === undefined) throw new Error('Cannot find the English texts: expected en.json');
  return (await load()).default;
}

/** A language's name in itself, such as `Deutsch`. */
export function languageName(language: string): string {
  return new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
}

/** The first of the wanted languages that the page has; English if none. */
export function bestLanguage(wanted: readonly string[]): string {
  for (const tag of wanted) {
    const language = tag.split('-', 1)[0];
    if (language !== undefined && byLanguage.has(language)) return language;
  }
  return 'en';
}
