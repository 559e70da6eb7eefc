import { useFormatter, useTranslations } from 'use-intl';
import { InspectionTile } from '../../components/inspection-tile.tsx';
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
        {flipped.slice(0, SHOWN).map((inspection) => (
          <InspectionTile key={inspection.id} inspection={inspection}>
            <span>
              {t('score', {
                score: format.number(inspection.score, { maximumSignificantDigits: 4 }),
              })}
            </span>
            <VerdictBadge outcome={inspection.outcome === 'fail' ? 'pass' : 'fail'} />
          </InspectionTile>
        ))}
      </ul>
    </section>
  );
}
