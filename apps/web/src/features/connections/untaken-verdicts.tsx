import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import { useSession } from '../../app/session.tsx';
import { LinkAnchor } from '../../components/links.tsx';
import { useMomentText } from '../../components/moment-text.ts';
import classes from './connection-card.module.css';

/** Verdicts that the other side did not take: which, why, and sending them once more. */
export function UntakenVerdicts({
  name,
  count,
}: {
  readonly name: string;
  readonly count: number;
}) {
  const t = useTranslations('connections.untaken');
  const { connections } = useApi();
  const { can } = useSession();
  const client = useQueryClient();
  const [isOpen, { toggle }] = useDisclosure(false);
  const retry = useMutation({
    mutationFn: async () => connections?.retry(name),
    onSettled: async () => client.invalidateQueries({ queryKey: keys.connections }),
  });
  return (
    <>
      <div className={classes.actions}>
        <Button size="xs" variant="default" aria-expanded={isOpen} onClick={toggle}>
          {isOpen ? t('hide') : t('show')}
        </Button>
        {can('engineer') && (
          <Button
            size="xs"
            variant="default"
            loading={retry.isPending}
            onClick={() => {
              retry.mutate();
            }}
          >
            {t('retry', { count })}
          </Button>
        )}
      </div>
      {retry.isError && <p className={classes.fault}>{t('notRetried')}</p>}
      {isOpen && <UntakenList name={name} />}
    </>
  );
}

function UntakenList({ name }: { readonly name: string }) {
  const t = useTranslations('connections.untaken');
  const { connections } = useApi();
  const momentText = useMomentText();
  const { data = [] } = useQuery({
    queryKey: keys.untaken(name),
    queryFn: async ({ signal }) => connections?.untaken(name, signal) ?? [],
  });
  return (
    <ul className={classes.untaken} aria-label={t('title')}>
      {data.map(({ inspectionId, fault, time, isAgain }) => (
        <li key={inspectionId}>
          <LinkAnchor to="/inspections/$id" params={{ id: inspectionId }}>
            {momentText(time)}
          </LinkAnchor>{' '}
          {isAgain ? t('again') : fault}
        </li>
      ))}
    </ul>
  );
}
