import { useTranslations } from 'use-intl';
import { InspectionTile } from '../../components/inspection-tile.tsx';
import { VerdictBadge } from '../../components/verdict-badge.tsx';
import type { BrokenRegression } from '../../ports/review-api.ts';
import classes from './regression-list.module.css';

/** Regression pictures that stand against a version. */
export function RegressionList({ broken }: { readonly broken: readonly BrokenRegression[] }) {
  const t = useTranslations('review.broken');
  if (broken.length === 0) return null;
  return (
    <div className={classes.broken} role="alert" data-tone="fail">
      <strong>{t('title', { count: broken.length })}</strong>
      <p>{t('text')}</p>
      <ul>
        {broken.map(({ id, name, verdict, inspection }) => (
          <InspectionTile key={id} inspection={inspection} label={name}>
            {verdict === null ? t('unknown') : <VerdictBadge outcome={verdict} />}
          </InspectionTile>
        ))}
      </ul>
    </div>
  );
}
