import { Link } from '@tanstack/react-router';
import { useFormatter, useTranslations } from 'use-intl';
import { Picture } from '../../components/picture.tsx';
import { VerdictBadge } from '../../components/verdict-badge.tsx';
import classes from './flipped-pictures.module.css';
import type { Scored } from './threshold-desk.tsx';

/** Most pictures that are shown. */
const SHOWN = 24;

/** What was inspected and would have another verdict at this threshold, as pictures. */
export function FlippedPictures({
  threshold,
  scored,
}: {
  readonly threshold: number;
  readonly scored: readonly Scored[];
}) {
  const t = useTranslations('threshold.flips');
  const format = useFormatter();
  const flipped = scored.filter(({ score, outcome }) => score > threshold !== (outcome === 'fail'));
  return (
    <section className={classes.flips}>
      <h2>{t('title', { count: flipped.length })}</h2>
      <ul>
        {flipped.slice(0, SHOWN).map(({ id, name, picture, score, outcome }) => (
          <li key={id}>
            <Link to="/inspections/$id" params={{ id }}>
              <span className={classes.picture}>
                <Picture address={picture} />
              </span>
              <span className={classes.name}>{name}</span>
            </Link>
            <span>
              {t('score', { score: format.number(score, { maximumSignificantDigits: 4 }) })}
            </span>
            <VerdictBadge outcome={outcome === 'fail' ? 'pass' : 'fail'} />
          </li>
        ))}
      </ul>
    </section>
  );
}
