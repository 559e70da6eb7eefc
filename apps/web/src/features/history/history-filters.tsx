import { Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { toneOf } from '../../app/outcome.ts';
import { keys } from '../../app/query-keys.ts';
import { DayFields, Filters } from '../../components/filters.tsx';
import { type HistorySearch, searchedOutcomes } from './history-search.ts';

/** What the list is narrowed to; it stands in the address, so that it can be kept and sent. */
export function HistoryFilters({
  search,
  onChange,
}: {
  readonly search: HistorySearch;
  readonly onChange: (search: HistorySearch) => void;
}) {
  const t = useTranslations();
  const { parts } = useApi();
  const { data = [] } = useQuery({
    queryKey: keys.parts,
    queryFn: async ({ signal }) => parts.list(signal),
  });
  return (
    <Filters
      search={search}
      onClear={() => {
        onChange({});
      }}
    >
      <Select
        label={t('history.filter.part')}
        placeholder={t('history.filter.all')}
        clearable
        value={search.part ?? null}
        data={data.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(part) => {
          onChange({ ...search, part: part ?? undefined });
        }}
      />
      <Select
        label={t('history.filter.verdict')}
        placeholder={t('history.filter.all')}
        clearable
        value={search.outcome ?? null}
        data={searchedOutcomes.map((value) => ({ value, label: t(`verdict.${toneOf(value)}`) }))}
        onChange={(outcome) => {
          onChange({
            ...search,
            outcome: searchedOutcomes.find((one) => one === outcome),
          });
        }}
      />
      <DayFields search={search} onChange={onChange} />
      <TextFilter search={search} onChange={onChange} />
    </Filters>
  );
}

interface FilterProps {
  readonly search: HistorySearch;
  readonly onChange: (search: HistorySearch) => void;
}

function TextFilter({ search, onChange }: FilterProps) {
  const t = useTranslations('history.filter');
  const [text, setText] = useState(search.text ?? '');
  const send = useDebouncedCallback((value: string) => {
    onChange({ ...search, text: value === '' ? undefined : value });
  }, 300);
  return (
    <TextInput
      type="search"
      label={t('text')}
      leftSection={<IconSearch size={16} />}
      value={text}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value);
        send(currentTarget.value);
      }}
    />
  );
}
