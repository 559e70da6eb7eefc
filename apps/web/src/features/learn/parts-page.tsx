import { Badge } from '@mantine/core';
import { IconPlus, IconPuzzle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useFormatter, useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import { useSession } from '../../app/session.tsx';
import { LinkButton } from '../../components/links.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { EmptyState, FailureState, LoadingState } from '../../components/states.tsx';
import type { PartSummary } from '../../ports/parts-api.ts';
import { ImportPart } from './import-part.tsx';
import classes from './parts-page.module.css';
import { StorageRoomLine } from './storage-room.tsx';

/** All parts. */
export function PartsPage() {
  const t = useTranslations('parts');
  const { parts } = useApi();
  const query = useQuery({
    queryKey: keys.parts,
    queryFn: async ({ signal }) => parts.list(signal),
  });
  return (
    <>
      <PageHead title={t('title')} lead={t('lead')}>
        <NewPartActions />
      </PageHead>
      {query.isPending && <LoadingState />}
      {query.isError && (
        <FailureState
          error={query.error}
          onRetry={() => {
            void query.refetch();
          }}
        />
      )}
      {query.data?.length === 0 && (
        <EmptyState icon={IconPuzzle} title={t('empty.title')}>
          {t('empty.text')}
        </EmptyState>
      )}
      {query.data !== undefined && query.data.length > 0 && (
        <ul className={classes.grid}>
          {query.data.map((part) => (
            <li key={part.id}>
              <PartCard part={part} />
            </li>
          ))}
        </ul>
      )}
      <StorageRoomLine />
    </>
  );
}

function NewPartActions() {
  const t = useTranslations('parts');
  const { can } = useSession();
  if (!can('engineer')) return null;
  return (
    <>
      <ImportPart partId={null} />
      <LinkButton to="/parts/new" leftSection={<IconPlus size={18} />}>
        {t('new')}
      </LinkButton>
    </>
  );
}

function PartCard({ part }: { readonly part: PartSummary }) {
  const t = useTranslations('parts');
  const format = useFormatter();
  const { id, name, picture, activeVersion, versions, created } = part;
  return (
    <Link to="/parts/$id" params={{ id }} className={classes.card}>
      <span className={classes.picture}>
        {picture === null ? (
          <IconPuzzle size={40} stroke={1.2} aria-hidden="true" />
        ) : (
          <img src={picture} alt="" loading="lazy" />
        )}
      </span>
      <span className={classes.text}>
        <strong>{name}</strong>
        <span className={classes.facts}>
          {activeVersion === null ? (
            <Badge color="gray" variant="light">
              {t('inactive')}
            </Badge>
          ) : (
            <Badge variant="light">{t('active', { version: activeVersion })}</Badge>
          )}
          <span>{t('versions', { count: versions })}</span>
        </span>
        <span className={classes.date}>
          {t('created', { date: format.dateTime(new Date(created), { dateStyle: 'medium' }) })}
        </span>
      </span>
    </Link>
  );
}
