import { Table } from '@mantine/core';
import { useFormatter, useTranslations } from 'use-intl';
import type { DefectRegion } from '../../ports/inspection-api.ts';

/** The defects, numbered as in the picture. */
export function RegionTable({ regions }: { readonly regions: readonly DefectRegion[] }) {
  const t = useTranslations('inspection.regions');
  const format = useFormatter();
  if (regions.length === 0) return null;
  const isScaled = regions.some(({ millimetres }) => millimetres !== undefined);
  const metric = { maximumSignificantDigits: 3 };
  return (
    <Table verticalSpacing={4} captionSide="top">
      <Table.Caption>{t('title')}</Table.Caption>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('number')}</Table.Th>
          <Table.Th>{t('kind')}</Table.Th>
          <Table.Th>{t('size')}</Table.Th>
          {isScaled && <Table.Th>{t('millimetres')}</Table.Th>}
          <Table.Th>{t('peak')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {regions.map(({ x, y, width, height, peak, kind, millimetres, small }, index) => (
          <Table.Tr key={[x, y, width, height].join(',')}>
            <Table.Td>{index + 1}</Table.Td>
            <Table.Td>{small ? t('small', { kind: t(kind) }) : t(kind)}</Table.Td>
            <Table.Td>{t('box', { x, y, width, height })}</Table.Td>
            {millimetres && (
              <Table.Td>
                {t('metric', {
                  width: format.number(millimetres.width, metric),
                  height: format.number(millimetres.height, metric),
                  area: format.number(millimetres.area, metric),
                })}
              </Table.Td>
            )}
            <Table.Td>
              {t('times', { peak: format.number(peak, { maximumFractionDigits: 2 }) })}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
