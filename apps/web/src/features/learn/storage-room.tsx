import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import classes from './storage-room.module.css';

/** How much room the browser gives the page, and whether it keeps what is stored; nothing at a station. */
export function StorageRoomLine() {
  const t = useTranslations('parts.storage');
  const { storage } = useApi();
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: keys.storage,
    queryFn: async () => storage?.room() ?? null,
    enabled: storage !== null,
  });
  const persist = useMutation({
    mutationFn: async () => storage?.persist() ?? false,
    onSuccess: async () => client.invalidateQueries({ queryKey: keys.storage }),
  });
  const size = useSize();
  if (data === undefined || data === null) return null;
  const { used, quota, isPersistent } = data;
  const isRefused = persist.data === false;
  return (
    <p className={classes.line}>
      <span>
        {quota === null
          ? t('used', { used: size(used) })
          : t('room', { used: size(used), quota: size(quota) })}{' '}
        {isPersistent ? t('kept') : t('removable')}
        {!isPersistent && isRefused && ` ${t('refused')}`}
      </span>
      {!isPersistent && !isRefused && (
        <Button
          size="xs"
          variant="default"
          loading={persist.isPending}
          onClick={() => {
            persist.mutate();
          }}
        >
          {t('keep')}
        </Button>
      )}
    </p>
  );
}

/** Bytes as people read them. */
function useSize(): (bytes: number) => string {
  const format = useFormatter();
  return (bytes) => {
    const [value, unit] =
      bytes >= 1e9 ? ([bytes / 1e9, 'gigabyte'] as const) : ([bytes / 1e6, 'megabyte'] as const);
    return format.number(value, { style: 'unit', unit, maximumFractionDigits: 1 });
  };
}
