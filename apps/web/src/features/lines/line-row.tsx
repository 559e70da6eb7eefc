import { Table } from '@mantine/core';
import { useFormatter, useNow, useTranslations } from 'use-intl';
import { toneOf } from '../../app/outcome.ts';
import { VerdictSign } from '../../components/verdict-sign.tsx';
import type { FleetLine } from '../../ports/lines-api.ts';
import classes from './line-row.module.css';

/** Digits of a hash that tell versions apart. */
const DIGITS = 8;
/** The age of a sign grows while one looks at it, milliseconds. */
const EVERY = 1000;
const OUTCOMES = ['pass', 'fail', 'cannot judge', 'error'] as const;

/** One line: when it was seen, what judges there, what it judged, what waits. */
export function LineRow({ line }: { readonly line: FleetLine }) {
  const t = useTranslations('lines');
  const words = useTranslations('verdict');
  const format = useFormatter();
  const now = useNow({ updateInterval: EVERY });
  const age = (time: string) => format.relativeTime(new Date(time), now);
  return (
    <Table.Tr data-tone={line.isLost ? 'fail' : 'pass'}>
      <Table.Td>
        <strong>{line.name}</strong>
        <span className={classes.soft}>{t(`kind.${line.kind}`)}</span>
      </Table.Td>
      <Table.Td>
        {line.isLost && <strong className={classes.lost}>{t('lost')}</strong>}
        <span className={classes.soft}>{age(line.seen)}</span>
      </Table.Td>
      <Table.Td>
        {line.parts.map(({ name, version, sha256 }) => (
          <span key={name} className={classes.part} title={sha256}>
            {t('part', { name, version, hash: sha256.slice(0, DIGITS) })}
          </span>
        ))}
      </Table.Td>
      <Table.Td>
        <ul className={classes.counters}>
          {OUTCOMES.map((outcome) => (
            <li key={outcome} data-tone={toneOf(outcome)} title={words(toneOf(outcome))}>
              <VerdictSign tone={toneOf(outcome)} />
              <span className="visually-hidden">{words(toneOf(outcome))}</span>
              <span>{format.number(line.counters[outcome])}</span>
            </li>
          ))}
        </ul>
      </Table.Td>
      <Table.Td>{format.number(line.lastHour)}</Table.Td>
      <Table.Td>
        {format.number(line.waiting)}
        {line.oldest !== null && <span className={classes.soft}>{age(line.oldest)}</span>}
      </Table.Td>
    </Table.Tr>
  );
}
