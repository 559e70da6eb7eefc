import { useFormatter, useTranslations } from 'use-intl';
import { useReasonText } from '../../components/reason-text.ts';
import type { Reason } from '../../ports/inspection-api.ts';

/** The words for what stands against taking a picture as a good one. */
export function useObjectionText(): (objection: Reason) => string {
  const t = useTranslations('review.held');
  const format = useFormatter();
  const reasonText = useReasonText();
  return (objection) => {
    const { code, facts } = objection;
    const ratio = facts?.['ratio'];
    if (code === 'above-threshold' && typeof ratio === 'number') {
      return t('above', { ratio: format.number(ratio, { maximumFractionDigits: 2 }) });
    }
    const { title, message } = reasonText(objection);
    return [title, message].filter((text) => text !== '').join(': ');
  };
}
