import { useFormatter, useTranslations } from 'use-intl';
import type { StudyKappa, StudyShare } from '../../ports/study-api.ts';

/** Figures in words. */
export function useStudyTexts() {
  const t = useTranslations('study.report');
  const format = useFormatter();
  const percent = (share: number) =>
    format.number(share, { style: 'percent', maximumFractionDigits: 1 });
  const plain = (value: number) =>
    format.number(value, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return {
    percent,
    share: ({ count, of, share, low, high }: StudyShare) =>
      share === null
        ? t('nothing')
        : t('share', {
            share: percent(share),
            some: count,
            all: of,
            low: percent(low),
            high: percent(high),
          }),
    kappa: (kappa: StudyKappa | null) => {
      if (kappa === null || kappa.kappa === null) return t('noKappa');
      const { interval } = kappa;
      if (interval === null) return plain(kappa.kappa);
      return t('kappa', {
        kappa: plain(kappa.kappa),
        low: plain(interval.low),
        high: plain(interval.high),
      });
    },
  };
}
