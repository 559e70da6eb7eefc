import { useTranslations } from 'use-intl';

/** Tells where a picture came from: in the page's words if from the page, else as its sender said it. */
export function useSourceName(): (source: string) => string {
  const t = useTranslations('source');
  return (source) => {
    if (source === 'upload' || source === 'camera') return t(source);
    return source;
  };
}
