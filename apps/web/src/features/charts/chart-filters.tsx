import { Button, Select, TextInput } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import filters from '../history/history-filters.module.css';
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
  const isNarrowed = Object.values(search).some((value) => value !== undefined);
  return (
    <search className={filters.filters}>
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
      <Days search={search} onChange={onChange} />
      <Select
        label={t('shifts')}
        allowDeselect={false}
        value={search.plan ?? 'three'}
        data={shiftPlanNames.map((plan) => ({ value: plan, label: t(`plan.${plan}`) }))}
        onChange={(plan) => {
          onChange({ ...search, plan: shiftPlanNames.find((one) => one === plan) });
        }}
      />
      {isNarrowed && (
        <Button
          variant="subtle"
          leftSection={<IconFilterOff size={16} />}
          onClick={() => {
            onChange({});
          }}
        >
          {t('none')}
        </Button>
      )}
    </search>
  );
}

function Days({ search, onChange }: FilterProps) {
  const t = useTranslations('charts.filter');
  return (['from', 'to'] as const).map((end) => (
    <TextInput
      key={end}
      type="date"
      label={t(end)}
      value={search[end] ?? ''}
      onChange={({ currentTarget: { value } }) => {
        onChange({ ...search, [end]: value === '' ? undefined : value });
      }}
    />
  ));
}
