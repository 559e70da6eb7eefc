import { IconPlugConnected } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { useConnections } from '../../app/connections.ts';
import { PageHead } from '../../components/page-head.tsx';
import { EmptyState, UnansweredState } from '../../components/states.tsx';
import type { ConnectionCondition } from '../../ports/connections-api.ts';
import { ConnectionCard } from './connection-card.tsx';
import classes from './connections-page.module.css';

/** What waits changes with each verdict; it is asked for so often, milliseconds. */
const EVERY = 3000;

/** What needs somebody comes first. */
const ORDER: readonly ConnectionCondition[] = ['down', 'untried', 'up', 'off'];

/** What the station is connected to, and how that goes. */
export function ConnectionsPage() {
  const t = useTranslations('connections');
  const query = useConnections(EVERY);
  if (query.data === undefined) return <UnansweredState query={query} />;
  if (query.data.length === 0) {
    return (
      <EmptyState icon={IconPlugConnected} title={t('none.title')}>
        {t('none.text')}
      </EmptyState>
    );
  }
  const connections = query.data.toSorted(
    (a, b) => ORDER.indexOf(a.condition) - ORDER.indexOf(b.condition),
  );
  return (
    <>
      <PageHead title={t('title')} lead={t('lead')} />
      <ul className={classes.list} aria-label={t('title')}>
        {connections.map((connection) => (
          <ConnectionCard key={`${connection.role} ${connection.name}`} connection={connection} />
        ))}
      </ul>
    </>
  );
}
