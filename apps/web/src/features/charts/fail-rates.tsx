import { SegmentedControl, Table } from '@mantine/core';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { ProductionCharts, Rate } from '../../ports/evidence-api.ts';
import classes from './charts-page.module.css';
import { RatePlot } from './rate-plot.tsx';

const steps = ['hours', 'shifts'] as const;

/** Fail rates by hour or shift, drawn and as a table. */
export function FailRates({ charts }: { readonly charts: ProductionCharts }) {
  const t = useTranslations('charts.rates');
  const format = useFormatter();
  const [step, setStep] = useState<(typeof steps)[number]>('hours');
  const periods = charts[step];
  const percent = (share: number) =>
    format.number(share, { style: 'percent', maximumFractionDigits: 1 });
  const rate = ({ share, low, high }: Rate) =>
    share === null
      ? '–'
      : t('rate', { share: percent(share), low: percent(low), high: percent(high) });
  return (
    <section className={classes.sheet} aria-label={t('title')}>
      <div className={classes.head}>
        <h2>{t('title')}</h2>
        <SegmentedControl
          aria-label={t('by')}
          value={step}
          data={steps.map((value) => ({ value, label: t(value) }))}
          onChange={(value) => {
            setStep(value === 'shifts' ? 'shifts' : 'hours');
          }}
        />
      </div>
      <p className={classes.note}>{t('text')}</p>
      <RatePlot periods={periods} />
      <div className={classes.table} tabIndex={0} role="group" aria-label={t('table')}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              {(['period', 'inspections', 'fail', 'cannotJudge'] as const).map((column) => (
                <Table.Th key={column}>{t(column)}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {periods.toReversed().map(({ day, name, inspections, fail, cannotJudge }) => (
              <Table.Tr key={`${day} ${name}`}>
                <Table.Td>
                  {format.dateTime(new Date(`${day}T12:00:00`), { dateStyle: 'medium' })}{' '}
                  {name === '' ? t('noShift') : name}
                </Table.Td>
                <Table.Td>{format.number(inspections)}</Table.Td>
                <Table.Td>{rate(fail)}</Table.Td>
                <Table.Td>{rate(cannotJudge)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </section>
  );
}
