import { Table } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useFormatter, useTranslations } from 'use-intl';
import { usePartNames } from '../../app/part-names.ts';
import { TableFrame } from '../../components/table-frame.tsx';
import { Picture } from '../../components/picture.tsx';
import { useSourceName } from '../../components/source-name.ts';
import { VerdictBadge } from '../../components/verdict-badge.tsx';
import type { InspectionSummary } from '../../ports/inspection-api.ts';
import classes from './history-table.module.css';

/** Inspections, one a row. */
export function HistoryTable({ items }: { readonly items: readonly InspectionSummary[] }) {
  const t = useTranslations('history.column');
  return (
    <TableFrame>
      <Table highlightOnHover verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('picture')}</Table.Th>
            <Table.Th>{t('verdict')}</Table.Th>
            <Table.Th className={classes.figure}>{t('ratio')}</Table.Th>
            <Table.Th>{t('part')}</Table.Th>
            <Table.Th>{t('time')}</Table.Th>
            <Table.Th>{t('source')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((inspection) => (
            <Row key={inspection.id} inspection={inspection} />
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}

function Row({ inspection }: { readonly inspection: InspectionSummary }) {
  const format = useFormatter();
  const partName = usePartNames();
  const sourceName = useSourceName();
  const { id, name, thumbnail, outcome, ratio, partId, version, time, source } = inspection;
  return (
    <Table.Tr>
      <Table.Td>
        <Link to="/inspections/$id" params={{ id }} className={classes.picture}>
          <span className={classes.thumbnail}>
            <Picture address={thumbnail} />
          </span>
          <span>{name}</span>
        </Link>
      </Table.Td>
      <Table.Td>
        <VerdictBadge outcome={outcome} />
      </Table.Td>
      <Table.Td className={classes.figure}>
        {ratio !== null &&
          format.number(ratio, { minimumFractionDigits: 2, maximumFractionDigits: 2 })}
      </Table.Td>
      <Table.Td>
        {partName(partId)}
        {version !== null && <span className={classes.soft}>{` · ${String(version)}`}</span>}
      </Table.Td>
      <Table.Td className={classes.time}>
        {format.dateTime(new Date(time), { dateStyle: 'short', timeStyle: 'medium' })}
      </Table.Td>
      <Table.Td className={classes.soft}>{sourceName(source)}</Table.Td>
    </Table.Tr>
  );
}
