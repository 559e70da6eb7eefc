import { useFormatter, useTranslations } from 'use-intl';
import { falseRejectBound } from './false-reject-bound.ts';
import type { Scored } from './threshold-desk.tsx';
import classes from './threshold-effects.module.css';

/** What a threshold does: to good pictures, and to what was inspected. */
export function ThresholdEffects({
  threshold,
  own,
  good,
  scored,
}: {
  readonly threshold: number;
  readonly own: number;
  /** Scores of good pictures. */
  readonly good: readonly number[];
  readonly scored: readonly Scored[];
}) {
  const t = useTranslations('threshold.effects');
  const format = useFormatter();
  const above = good.filter((score) => score > threshold).length;
  const failing = scored.filter(({ score }) => score > threshold).length;
  const failed = scored.filter(({ outcome }) => outcome === 'fail').length;
  const percent = (share: number) =>
    format.number(share, { style: 'percent', maximumSignificantDigits: 2 });
  return (
    <dl className={classes.effects} aria-live="polite">
      <div>
        <dt>{t('threshold')}</dt>
        <dd>{format.number(threshold, { maximumSignificantDigits: 4 })}</dd>
        <dd>
          {t('times', { ratio: format.number(threshold / own, { maximumFractionDigits: 2 }) })}
        </dd>
      </div>
      <div>
        <dt>{t('falseRejects')}</dt>
        <dd>{t('of', { some: above, all: good.length })}</dd>
        <dd>{t('bound', { bound: percent(falseRejectBound(above, good.length)) })}</dd>
      </div>
      <div>
        <dt>{t('failing')}</dt>
        <dd>{t('of', { some: failing, all: scored.length })}</dd>
        <dd>{t('now', { count: failed })}</dd>
      </div>
      <div>
        <dt>{t('escapes')}</dt>
        <dd>{t('unknown')}</dd>
        <dd>{t('noDefects')}</dd>
      </div>
    </dl>
  );
}
