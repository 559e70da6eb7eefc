import { useFormatter, useTranslations } from 'use-intl';
import type { Latency, ProductionCharts } from '../../ports/evidence-api.ts';
import classes from './charts-page.module.css';

/** How many, how fast, and how long an answer took. */
export function ProductionFigures({ charts }: { readonly charts: ProductionCharts }) {
  const t = useTranslations('charts.figures');
  const format = useFormatter();
  const rate = (perSecond: number) =>
    format.number(60 * perSecond, { maximumSignificantDigits: 3 });
  return (
    <dl className={classes.figures}>
      <div>
        <dt>{t('inspections')}</dt>
        <dd>{format.number(charts.inspections)}</dd>
        {charts.omitted > 0 && <dd>{t('omitted', { count: charts.omitted })}</dd>}
      </div>
      <div>
        <dt>{t('throughput')}</dt>
        <dd>{charts.mean === null ? '–' : t('perMinute', { rate: rate(charts.mean) })}</dd>
        <dd>{t('peak', { rate: rate(charts.peak) })}</dd>
      </div>
      <Latencies title={t('judging')} list={charts.judging} />
      <Latencies title={t('answer')} list={charts.answer} />
    </dl>
  );
}

function Latencies({ title, list }: { readonly title: string; readonly list: readonly Latency[] }) {
  const t = useTranslations('charts.figures');
  const format = useFormatter();
  const text = ({ value }: Latency) =>
    t('milliseconds', { value: format.number(value, { maximumFractionDigits: 0 }) });
  const [median, ...others] = list;
  return (
    <div>
      <dt>{title}</dt>
      <dd>{median === undefined ? '–' : text(median)}</dd>
      <dd>
        {others
          .map((one) => t('percentile', { p: String(Math.round(100 * one.p)), value: text(one) }))
          .join(' · ')}
      </dd>
    </div>
  );
}
