import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import type { TrailEntry } from '../../ports/evidence-api.ts';
import type { InspectionDetail } from '../../ports/inspection-api.ts';
import classes from './inspection-trail.module.css';

const actions = [
  'inspection.accepted',
  'inspection.judged',
  'inspection.failed',
  'review.undone',
] as const;

/** Who did what with an inspection, and where that stands in the audit chain; on paper, too. */
export function InspectionTrail({
  inspection: { id, outcome },
}: {
  readonly inspection: InspectionDetail;
}) {
  const t = useTranslations('inspection.trail');
  const { evidence } = useApi();
  const { data } = useQuery({
    // Asked for again when it is judged, and with what is decided on it.
    queryKey: [...keys.trail(id), outcome],
    queryFn: async ({ signal }) => evidence?.trail(id, signal) ?? [],
    enabled: evidence !== null,
  });
  if (data === undefined || data.length === 0) return null;
  return (
    <section className={classes.trail} aria-label={t('title')}>
      <h2>{t('title')}</h2>
      <ol>
        {data.map((entry) => (
          <Entry key={entry.seq} entry={entry} />
        ))}
      </ol>
    </section>
  );
}

function Entry({
  entry: { seq, at, actor, action, decision, hash },
}: {
  readonly entry: TrailEntry;
}) {
  const t = useTranslations('inspection.trail');
  const as = useTranslations('review.as');
  const format = useFormatter();
  const known = actions.find((one) => one === action);
  const isDecision = action === 'review.decided' && decision !== null;
  const text = known === undefined ? action : t(ACTION_TEXTS[known]);
  return (
    <li>
      <p>
        {isDecision ? as(decision) : text}
        {', '}
        {t('by', { name: actor })}
      </p>
      <p className={classes.soft}>
        {format.dateTime(new Date(at), { dateStyle: 'medium', timeStyle: 'medium' })}
        {' · '}
        {t('entry', { seq })}
      </p>
      <code>{hash}</code>
    </li>
  );
}

/** What each is called: names of the catalogue have no dots. */
const ACTION_TEXTS = {
  'inspection.accepted': 'accepted',
  'inspection.judged': 'judged',
  'inspection.failed': 'failed',
  'review.undone': 'undone',
} as const;
