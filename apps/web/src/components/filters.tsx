import { Button, TextInput } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import classes from './filters.module.css';

/** Days, `YYYY-MM-DD`. */
interface Days {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/**
 * What a page is narrowed to, and how it is widened again.
 *
 * @param search - Where each value that is not undefined narrows it.
 */
export function Filters({
  search,
  onClear,
  children,
}: {
  readonly search: object;
  readonly onClear: () => void;
  readonly children: ReactNode;
}) {
  const t = useTranslations('filter');
  const isNarrowed = Object.values(search).some((value) => value !== undefined);
  return (
    <search className={classes.filters}>
      {children}
      {isNarrowed && (
        <Button variant="subtle" leftSection={<IconFilterOff size={16} />} onClick={onClear}>
          {t('none')}
        </Button>
      )}
    </search>
  );
}

/** The first and the last day. */
export function DayFields<S extends Days>({
  search,
  onChange,
}: {
  readonly search: S;
  readonly onChange: (search: S) => void;
}) {
  const t = useTranslations('filter');
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
