import { useFormatter, useTranslations } from 'use-intl';
import type { Camera } from '../../components/camera.ts';
import { MapLegend } from '../../components/map-legend.tsx';
import { ReasonList } from '../../components/reason-list.tsx';
import { ScoreBar } from '../../components/score-bar.tsx';
import { VerdictBadge } from '../../components/verdict-badge.tsx';
import classes from './live-view.module.css';
import { type LiveState, useLiveRun } from './live-run.ts';
import resultClasses from './result-view.module.css';
import panelClasses from './verdict-panel.module.css';

/** The newest frame that was judged, its verdict, and how many frames the machine left out. */
export function LiveView({ camera, partId }: { readonly camera: Camera; readonly partId: string }) {
  const t = useTranslations('inspect.live');
  const live = useLiveRun(camera, partId);
  const { canvas, verdict, fault } = live;
  return (
    <>
      <figure className={resultClasses.view} aria-label={t('frame')}>
        <canvas ref={canvas} className={classes.frame} role="img" aria-label={t('frame')} />
        <figcaption className={resultClasses.caption}>
          <MapLegend />
        </figcaption>
      </figure>
      <div className={resultClasses.panel}>
        {/* It scrolls where the screen is low, by keyboard too. */}
        <section className={panelClasses.panel} aria-label={t('result')} tabIndex={0}>
          <VerdictBadge outcome={verdict?.outcome ?? 'waiting'} size="plate" />
          {verdict !== null && <ScoreBar inspection={verdict} />}
          {verdict !== null && <ReasonList reasons={verdict.reasons} outcome={verdict.outcome} />}
          {fault !== null && <ReasonList reasons={[fault]} outcome="error" />}
          <LiveCounts live={live} />
          <p className={classes.hint}>{t('hint')}</p>
        </section>
      </div>
    </>
  );
}

function LiveCounts({ live: { count, verdict } }: { readonly live: LiveState }) {
  const t = useTranslations('inspect');
  const format = useFormatter();
  return (
    <dl className={panelClasses.facts}>
      <div>
        <dt>{t('live.judged')}</dt>
        <dd data-count="judged">{format.number(count.judged)}</dd>
      </div>
      <div>
        <dt>{t('live.dropped')}</dt>
        <dd data-count="dropped">{format.number(count.dropped)}</dd>
      </div>
      {verdict !== null && (
        <div>
          <dt>{t('latency')}</dt>
          <dd>{t('milliseconds', { value: Math.round(verdict.latency) })}</dd>
        </div>
      )}
    </dl>
  );
}
