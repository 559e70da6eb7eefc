import { Table } from '@mantine/core';
import { IconBuildingFactory2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { useIsInFleet } from '../../app/connections.ts';
import { keys } from '../../app/query-keys.ts';
import { PageHead } from '../../components/page-head.tsx';
import { EmptyState, UnansweredState } from '../../components/states.tsx';
import { TableFrame } from '../../components/table-frame.tsx';
import type { FleetLine } from '../../ports/lines-api.ts';
import { LineRow } from './line-row.tsx';

/** Milliseconds after which all lines are asked for again. */
const EVERY = 5000;

/** All lines of the fleet, and what they judged today. */
export function LinesPage() {
  const t = useTranslations('lines');
  const { lines } = useApi();
  const isInFleet = useIsInFleet();
  const query = useQuery({
    queryKey: keys.lines,
    queryFn: async ({ signal }) => lines?.list(midnight(), signal) ?? [],
    refetchInterval: EVERY,
    enabled: isInFleet,
  });
  if (!isInFleet) {
    return (
      <EmptyState icon={IconBuildingFactory2} title={t('none.title')}>
        {t('none.text')}
      </EmptyState>
    );
  }
  if (query.data === undefined) return <UnansweredState query={query} />;
  return (
    <>
      <PageHead title={t('title')} lead={t('lead')} />
      {query.isError && <p role="status">{t('old')}</p>}
      <LineTable title={t('title')} lines={query.data} />
    </>
  );
}

function LineTable({
  title,
  lines,
}: {
  readonly title: string;
  readonly lines: readonly FleetLine[];
}) {
  const t = useTranslations('lines.column');
  return (
    <TableFrame label={title}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('name')}</Table.Th>
            <Table.Th>{t('seen')}</Table.Th>
            <Table.Th>{t('parts')}</Table.Th>
            <Table.Th>{t('today')}</Table.Th>
            <Table.Th>{t('lastHour')}</Table.Th>
            <Table.Th>{t('waiting')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map((line) => (
            <LineRow key={line.name} line={line} />
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}

/** Today begins where one looks. */
function midnight(): string {
  return new Date(new Date().setHours(0, 0, 0, 0)).toISOString();
}
