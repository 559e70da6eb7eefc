import { IconChartLine } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import { EmptyState, FailureState, LoadingState } from '../../components/states.tsx';
import type { EvidenceApi } from '../../ports/evidence-api.ts';
import { ChosenPartPage } from '../inspect/chosen-part-page.tsx';
import { ChartFilters } from './chart-filters.tsx';
import classes from './charts-page.module.css';
import { chartFilterOf } from './charts-search.ts';
import { ControlCharts } from './control-charts.tsx';
import { FailRates } from './fail-rates.tsx';
import { ProductionFigures } from './production-figures.tsx';

/** What production came to: scores over time with limits, fail rates, throughput and latency. */
export function ChartsPage() {
  const { evidence } = useApi();
  return (
    <ChosenPartPage texts="charts" icon={IconChartLine}>
      {({ id }) => evidence !== null && <PartCharts key={id} partId={id} evidence={evidence} />}
    </ChosenPartPage>
  );
}

function PartCharts({
  partId,
  evidence,
}: {
  readonly partId: string;
  readonly evidence: EvidenceApi;
}) {
  const t = useTranslations('charts');
  const search = useSearch({ from: '/shell/charts' });
  const navigate = useNavigate({ from: '/charts' });
  const filter = chartFilterOf(search);
  const { data, error, refetch } = useQuery({
    queryKey: keys.charts(partId, filter),
    queryFn: async ({ signal }) => evidence.charts(partId, filter, signal),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <ChartFilters
        partId={partId}
        search={search}
        onChange={(changed) => {
          void navigate({ search: changed, replace: true });
        }}
      />
      {error !== null && (
        <FailureState
          error={error}
          onRetry={() => {
            void refetch();
          }}
        />
      )}
      {error === null && data === undefined && <LoadingState />}
      {error === null && data?.inspections === 0 && (
        <EmptyState icon={IconChartLine} title={t('empty.title')}>
          {t('empty.text')}
        </EmptyState>
      )}
      {error === null && data !== undefined && data.inspections > 0 && (
        <div className={classes.charts}>
          <ProductionFigures charts={data} />
          <ControlCharts charts={data} />
          <FailRates charts={data} />
        </div>
      )}
    </>
  );
}
