import { useFormatter, useTranslations } from 'use-intl';
import { LinkAnchor } from '../../components/links.tsx';
import { ReasonList } from '../../components/reason-list.tsx';
import { ScoreBar } from '../../components/score-bar.tsx';
import { VerdictBadge } from '../../components/verdict-badge.tsx';
import type { InspectionDetail } from '../../ports/inspection-api.ts';
import classes from './verdict-panel.module.css';

/** The verdict large, and why. */
export function VerdictPanel({ inspection }: { readonly inspection: InspectionDetail }) {
  const t = useTranslations('inspect');
  const { outcome, reasons, regions, error, id } = inspection;
  return (
    <section className={classes.panel} aria-label={t('result')}>
      <div role="status" aria-live="polite">
        <VerdictBadge outcome={outcome} size="plate" />
      </div>
      {outcome !== 'error' && outcome !== 'waiting' && <ScoreBar inspection={inspection} />}
      {error !== null && <ReasonList reasons={[error]} outcome={outcome} />}
      <ReasonList reasons={reasons} outcome={outcome} />
      {outcome !== 'pass' && regions.length > 0 && (
        <p className={classes.defects}>{t('defects', { count: regions.length })}</p>
      )}
      <Facts inspection={inspection} />
      <LinkAnchor to="/inspections/$id" params={{ id }} size="sm">
        {t('details')}
      </LinkAnchor>
    </section>
  );
}

function Facts({ inspection }: { readonly inspection: InspectionDetail }) {
  const t = useTranslations('inspect');
  const format = useFormatter();
  const { name, time, version, latency } = inspection;
  return (
    <dl className={classes.facts}>
      <div>
        <dt>{t('picture')}</dt>
        <dd>{name}</dd>
      </div>
      <div>
        <dt>{t('time')}</dt>
        <dd>{format.dateTime(new Date(time), { timeStyle: 'medium' })}</dd>
      </div>
      {version !== null && (
        <div>
          <dt>{t('version')}</dt>
          <dd>{version}</dd>
        </div>
      )}
      {latency !== null && (
        <div>
          <dt>{t('latency')}</dt>
          <dd>{t('milliseconds', { value: Math.round(latency) })}</dd>
        </div>
      )}
    </dl>
  );
}
