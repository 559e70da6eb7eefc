import { Button, Group, Menu } from '@mantine/core';
import { IconClockPlay } from '@tabler/icons-react';
import { useFormatter, useTranslations } from 'use-intl';
import type { Tone } from '../../app/outcome.ts';
import { VerdictSign } from '../../components/verdict-sign.tsx';
import type { Outcome } from '../../ports/inspection-api.ts';
import classes from './shift-counters.module.css';
import { type Shift, useShift } from './shift.ts';

const COUNTED: readonly (readonly [Outcome, Tone])[] = [
  ['pass', 'pass'],
  ['fail', 'fail'],
  ['cannot judge', 'unjudged'],
  ['error', 'error'],
];

/** What was judged since the shift began. */
export function ShiftCounters({ partId }: { readonly partId: string | null }) {
  const t = useTranslations();
  const format = useFormatter();
  const shift = useShift(partId);
  return (
    <div className={classes.counters}>
      <dl className={classes.list}>
        {COUNTED.map(([outcome, tone]) => (
          <div key={tone} data-tone={tone} className={classes.counter}>
            <dt>
              <VerdictSign tone={tone} />
              <span>{t(`verdict.${tone}`)}</span>
            </dt>
            <dd>{format.number(shift.counters?.[outcome] ?? 0)}</dd>
          </div>
        ))}
      </dl>
      <ShiftMenu shift={shift} />
    </div>
  );
}

/** When the shift began; asks before the counters begin anew. */
function ShiftMenu({ shift }: { readonly shift: Shift }) {
  const t = useTranslations('inspect.shift');
  const format = useFormatter();
  const start = new Date(shift.start);
  const isToday = start.toDateString() === new Date().toDateString();
  const time = format.dateTime(start, isToday ? { timeStyle: 'short' } : { dateStyle: 'short' });
  return (
    <Menu position="bottom-end" withArrow>
      <Menu.Target>
        <Button variant="subtle" color="gray" size="sm" leftSection={<IconClockPlay size={18} />}>
          {t('since', { time })}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Group gap={4}>{t('kept')}</Group>
        </Menu.Label>
        <Menu.Item
          onClick={() => {
            shift.begin(new Date());
          }}
        >
          {t('begin')}
        </Menu.Item>
        <Menu.Item
          onClick={() => {
            shift.begin(new Date(new Date().setHours(0, 0, 0, 0)));
          }}
        >
          {t('midnight')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
