import { useFormatter, useNow, useTranslations } from 'use-intl';
import { useMomentText } from '../../components/moment-text.ts';
import type { StationConnection } from '../../ports/connections-api.ts';
import classes from './connection-card.module.css';

/** The age of what waits grows while one looks at it, milliseconds. */
const EVERY = 1000;

/** How far verdicts are told. */
export function ToldFigures({ told }: { readonly told: NonNullable<StationConnection['told']> }) {
  const t = useTranslations('connections.told');
  const format = useFormatter();
  const momentText = useMomentText();
  const now = useNow({ updateInterval: EVERY });
  const { last, waiting, oldest, dead } = told;
  return (
    <dl className={classes.figures}>
      <div>
        <dt>{t('waiting')}</dt>
        <dd>{format.number(waiting)}</dd>
        {oldest !== null && (
          <dd className={classes.soft}>
            {t('oldest', { time: format.relativeTime(new Date(oldest), now) })}
          </dd>
        )}
      </div>
      <div>
        <dt>{t('last')}</dt>
        <dd>{last === null ? t('never') : momentText(last)}</dd>
      </div>
      {dead > 0 && (
        <div data-tone="fail">
          <dt>{t('dead')}</dt>
          <dd className={classes.dead}>{format.number(dead)}</dd>
        </div>
      )}
    </dl>
  );
}
