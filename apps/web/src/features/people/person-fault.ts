import { useTranslations } from 'use-intl';
import { useFaultText } from '../../components/fault-text.ts';
import { Fault } from '../../ports/fault.ts';

/** Why nobody was signed in, or something of people was not done, in the page's words; null where nothing is wrong. */
export function usePersonFault(error: unknown): string | null {
  const t = useTranslations('login');
  const { title, text } = useFaultText(error);
  if (error === null) return null;
  if (error instanceof Fault) {
    if (error.code === 'SIGN_IN') return t('wrong');
    if (error.code === 'TOO_MANY_ATTEMPTS') return t('wait', { seconds: error.retryAfter ?? 0 });
    if (error.facts['field'] === 'current') return t('wrongCurrent');
  }
  return `${title}. ${text}`;
}
