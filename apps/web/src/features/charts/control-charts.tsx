import { Alert } from '@mantine/core';
import { IconInfoCircle, IconTrendingDown, IconTrendingUp } from '@tabler/icons-react';
import { useFormatter, useTranslations } from 'use-intl';
import { LinkAnchor } from '../../components/links.tsx';
import type { ChartAlarm, ControlChart, ProductionCharts } from '../../ports/evidence-api.ts';
import classes from './charts-page.module.css';
import { ControlPlot } from './control-plot.tsx';

/** Alarms that are told of in words, the newest. */
const TOLD = 10;

/** Scores over time with control limits, or why there are none. */
export function ControlCharts({
  charts: { control, withoutControl },
}: {
  readonly charts: ProductionCharts;
}) {
  const t = useTranslations('charts.control');
  if (control === null) {
    const { reason = 'no-version', found = 0, expected = 0 } = withoutControl ?? {};
    return (
      <Alert icon={<IconInfoCircle />} title={t('none')}>
        {t(`without.${reason}`, { found, expected })}
      </Alert>
    );
  }
  const { version, baseline, isSmall } = control;
  return (
    <>
      {(['ewma', 'cusum'] as const).map((kind) => (
        <section key={kind} className={classes.sheet} aria-label={t(`${kind}.title`)}>
          <h2>{t(`${kind}.title`)}</h2>
          <p className={classes.note}>
            {t(`${kind}.text`, { version })}{' '}
            {t(isSmall ? 'smallBaseline' : 'baseline', { count: baseline })}
          </p>
          <Legend kind={kind} />
          <ControlPlot chart={control} kind={kind} />
          <Alarms chart={control} kind={kind} />
        </section>
      ))}
    </>
  );
}

function Legend({ kind }: { readonly kind: 'ewma' | 'cusum' }) {
  const t = useTranslations('charts.control.legend');
  const lines =
    kind === 'ewma' ? (['score', 'average', 'limit'] as const) : (['up', 'down', 'limit'] as const);
  return (
    <p className={classes.legend}>
      {lines.map((line) => (
        <span key={line} data-line={line}>
          {t(line)}
        </span>
      ))}
    </p>
  );
}

function Alarms({
  chart,
  kind,
}: {
  readonly chart: ControlChart;
  readonly kind: 'ewma' | 'cusum';
}) {
  const t = useTranslations('charts.control');
  const alarms = chart.alarms.filter((alarm) => alarm.chart === kind);
  if (alarms.length === 0) return <p className={classes.note}>{t('noAlarm')}</p>;
  return (
    <>
      <p className={classes.note}>{t('alarms', { count: alarms.length })}</p>
      <ul className={classes.alarms}>
        {alarms
          .slice(-TOLD)
          .toReversed()
          .map((alarm) => (
            <li key={alarm.from}>
              <AlarmText chart={chart} alarm={alarm} />
            </li>
          ))}
      </ul>
    </>
  );
}

function AlarmText({
  chart: { ids, times },
  alarm: { from, to, side, since },
}: {
  readonly chart: ControlChart;
  readonly alarm: ChartAlarm;
}) {
  const t = useTranslations('charts.control');
  const format = useFormatter();
  const Icon = side === 'up' ? IconTrendingUp : IconTrendingDown;
  const time = (index: number) =>
    format.dateTime(new Date(times[index] ?? 0), { dateStyle: 'short', timeStyle: 'short' });
  return (
    <>
      <Icon size={16} aria-hidden="true" /> {t(side, { time: time(from), count: to - from + 1 })}{' '}
      {since !== null && t('since', { time: time(since) })}{' '}
      <LinkAnchor underline="always" to="/inspections/$id" params={{ id: ids[from] ?? '' }}>
        {t('look')}
      </LinkAnchor>
    </>
  );
}
