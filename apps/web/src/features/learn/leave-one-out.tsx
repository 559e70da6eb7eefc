import { useFormatter, useTranslations } from 'use-intl';
import type { LeaveOneOutScore } from '../../ports/parts-api.ts';
import classes from './leave-one-out.module.css';

/** How each golden sample scores against what the others taught, beside the threshold. */
export function LeaveOneOutChart({
  scores,
  threshold,
}: {
  /** One a golden sample. */
  readonly scores: readonly LeaveOneOutScore[];
  readonly threshold: number | null;
}) {
  const t = useTranslations('part.leaveOneOut');
  const format = useFormatter();
  if (scores.length === 0) return null;
  const end = Math.max(threshold ?? 0, ...scores.map(({ score }) => score)) * 1.15;
  const figure = (value: number) => format.number(value, { maximumSignificantDigits: 3 });
  return (
    <figure className={classes.chart}>
      <figcaption>{t('title')}</figcaption>
      <ul>
        {scores.map(({ name, score }) => (
          <li key={name}>
            <span className={classes.name}>{name}</span>
            <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
              <rect className={classes.ground} width="100" height="10" />
              <rect className={classes.bar} width={(score / end) * 100} height="10" />
              {threshold !== null && (
                <rect
                  className={classes.mark}
                  x={(threshold / end) * 100 - 0.3}
                  width="0.6"
                  height="10"
                />
              )}
            </svg>
            <span>{figure(score)}</span>
          </li>
        ))}
      </ul>
    </figure>
  );
}
