import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react';
import { IntlProvider } from 'use-intl';
import { bestLanguage, type Catalogue, loadCatalogue } from '../messages/catalogue.ts';

const STORED = 'fewgood-language';

/** The language of the page, and how to change it. */
interface LanguageChoice {
  readonly language: string;
  readonly choose: (language: string) => Promise<void>;
}

const LanguageContext = createContext<LanguageChoice | null>(null);

/** Language and texts that the page starts with: what was chosen here, or what the browser asks for. */
export interface FirstLanguage {
  readonly language: string;
  readonly catalogue: Catalogue;
}

/** Loads the texts before the first paint, so that none shifts. */
export async function firstLanguage(): Promise<FirstLanguage> {
  const chosen = localStorage.getItem(STORED);
  const language = bestLanguage(chosen === null ? navigator.languages : [chosen]);
  document.documentElement.lang = language;
  return { language, catalogue: await loadCatalogue(language) };
}

/** Gives the page its texts. */
export function LanguageProvider({
  first,
  children,
}: {
  readonly first: FirstLanguage;
  readonly children: ReactNode;
}) {
  const [{ language, catalogue }, setCurrent] = useState(first);
  const choose = useCallback(async (wanted: string) => {
    const texts = await loadCatalogue(wanted);
    localStorage.setItem(STORED, wanted);
    document.documentElement.lang = wanted;
    setCurrent({ language: wanted, catalogue: texts });
  }, []);
  const value = useMemo(() => ({ language, choose }), [language, choose]);
  return (
    <LanguageContext value={value}>
      <IntlProvider
        locale={regionOf(language)}
        messages={catalogue}
        timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}
      >
        {children}
      </IntlProvider>
    </LanguageContext>
  );
}

/** The language as it is written here, such as `en-GB`: dates and numbers differ by region. */
function regionOf(language: string): string {
  return navigator.languages.find((tag) => tag.split('-', 1)[0] === language) ?? language;
}

/** The language of the page, and how to change it. */
export function useLanguage(): LanguageChoice {
  const choice = use(LanguageContext);
  if (choice === null) throw new Error('Cannot tell the language: expected a LanguageProvider');
  return choice;
}
