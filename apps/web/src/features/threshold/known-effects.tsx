import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'use-intl';
import { keys } from '../../app/query-keys.ts';
import type { Share } from '../../ports/review-api.ts';
import type { Reviewed } from './threshold-desk.tsx';
import classes from './threshold-effects.module.css';

/** A slider that moves asks for its effect at most so often, milliseconds. */
const SETTLE = 120;

/** What a threshold does to pictures of which people said what they are, with intervals. */
export function KnownEffects({
  threshold,
  own,
  reviewed: { reviews, partId, known },
}: {
  readonly threshold: number;
  readonly own: number;
  readonly reviewed: Reviewed;
}) {
  const t = useTranslations('threshold.effects');
  const format = useFormatter();
  const [settled] = useDebouncedValue(threshold, SETTLE);
  const { data } = useQuery({
    queryKey: keys.thresholdEffect(partId, settled),
    queryFn: async ({ signal }) => reviews.effect(partId, settled, signal),
    placeholderData: keepPreviousData,
  });
  const percent = (share: number) =>
    format.number(share, { style: 'percent', maximumSignificantDigits: 2 });
  return (
    <div>
      <dl className={classes.effects} aria-live="polite">
        <div>
          <dt>{t('threshold')}</dt>
          <dd>{format.number(threshold, { maximumSignificantDigits: 4 })}</dd>
          <dd>
            {t('times', { ratio: format.number(threshold / own, { maximumFractionDigits: 2 }) })}
          </dd>
        </div>
        <Rate
          title={t('falseRejects')}
          share={data?.falseRejects}
          chosen={data?.chosen.falseRejects}
          none={t('noGood')}
        />
        <Rate
          title={t('escapes')}
          share={data?.escapes}
          chosen={data?.chosen.escapes}
          none={t('noDefects')}
        />
        <div>
          <dt>{t('needed', { target: percent(data?.target ?? 0) })}</dt>
          <dd>{data === undefined ? '' : t('pictures', { count: data.morePictures })}</dd>
          <dd>{data?.holds === true ? t('holds') : t('ifNoneFails')}</dd>
        </div>
      </dl>
      {known.otherVersions > 0 && (
        <p className={classes.other}>{t('otherVersions', { count: known.otherVersions })}</p>
      )}
      <p className={classes.other}>{t('picked')}</p>
    </div>
  );
}

function Rate({
  title,
  share,
  chosen,
  none,
}: {
  readonly title: string;
  readonly share: Share | undefined;
  readonly chosen: number | undefined;
  readonly none: string;
}) {
  const t = useTranslations('threshold.effects');
  const format = useFormatter();
  const percent = (value: number) =>
    format.number(value, { style: 'percent', maximumSignificantDigits: 2 });
  if (share === undefined || share.of === 0) {
    return (
      <div>
        <dt>{title}</dt>
        <dd>{t('unknown')}</dd>
        <dd>{none}</dd>
      </div>
    );
  }
  return (
    <div>
      <dt>{title}</dt>
      <dd>{t('of', { some: share.count, all: share.of })}</dd>
      <dd>{t('interval', { low: percent(share.low), high: percent(share.high) })}</dd>
      <dd>{t('chosen', { bound: percent(chosen ?? 1) })}</dd>
    </div>
  );
}
