import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import { DayFields, Filters } from '../../components/filters.tsx';
import { type ChartsSearch, shiftPlanNames } from './charts-search.ts';

interface FilterProps {
  readonly search: ChartsSearch;
  readonly onChange: (search: ChartsSearch) => void;
}

/** The period, version and shifts of the charts; they stand in the address. */
export function ChartFilters({
  partId,
  search,
  onChange,
}: FilterProps & {
  readonly partId: string;
}) {
  const t = useTranslations('charts.filter');
  const { parts } = useApi();
  const { data = [] } = useQuery({
    queryKey: keys.versions(partId),
    queryFn: async ({ signal }) => parts.versions(partId, signal),
  });
  return (
    <Filters
      search={search}
      onClear={() => {
        onChange({});
      }}
    >
      <Select
        label={t('version')}
        placeholder={t('all')}
        clearable
        value={search.version === undefined ? null : String(search.version)}
        data={data.map(({ number }) => ({
          value: String(number),
          label: t('number', { number }),
        }))}
        onChange={(version) => {
          onChange({ ...search, version: version === null ? undefined : Number(version) });
        }}
      />
      <DayFields search={search} onChange={onChange} />
      <Select
        label={t('shifts')}
        allowDeselect={false}
        value={search.plan ?? 'three'}
        data={shiftPlanNames.map((plan) => ({ value: plan, label: t(`plan.${plan}`) }))}
        onChange={(plan) => {
          onChange({ ...search, plan: shiftPlanNames.find((one) => one === plan) });
        }}
      />
    </Filters>
  );
}
