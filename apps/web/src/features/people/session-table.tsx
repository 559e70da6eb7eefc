import { Badge, Button, Table } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'use-intl';
import { keys } from '../../app/query-keys.ts';
import { TableFrame } from '../../components/table-frame.tsx';
import { FailureState, LoadingState } from '../../components/states.tsx';
import type { OpenSession, PeopleApi } from '../../ports/people-api.ts';
import { browserOf } from './browser-name.ts';
import classes from './people-table.module.css';

/**
 * Where somebody is signed in.
 *
 * @param personId - Whoever looks by default.
 */
export function SessionTable({
  people,
  personId,
}: {
  readonly people: PeopleApi;
  readonly personId?: string;
}) {
  const t = useTranslations('people.session');
  const query = useQuery({
    queryKey: keys.sessions(personId),
    queryFn: async ({ signal }) => people.sessions(personId, signal),
  });
  if (query.isError) return <FailureState error={query.error} />;
  if (query.data === undefined) return <LoadingState />;
  if (query.data.length === 0) return <p>{t('none')}</p>;
  return (
    <TableFrame>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('browser')}</Table.Th>
            <Table.Th>{t('used')}</Table.Th>
            <Table.Th aria-label={t('actions')} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {query.data.map((session) => (
            <Row key={session.id} people={people} personId={personId} session={session} />
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}

function Row({
  people,
  personId,
  session: { id, agent, address, used, isCurrent },
}: {
  readonly people: PeopleApi;
  readonly personId: string | undefined;
  readonly session: OpenSession;
}) {
  const t = useTranslations('people.session');
  const format = useFormatter();
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: async () => people.endSession(id, personId),
    onSettled: async () => client.invalidateQueries({ queryKey: keys.sessions(personId) }),
  });
  return (
    <Table.Tr>
      <Table.Td>
        <span title={agent}>{browserOf(agent) ?? t('unknown')}</span>
        <span className={classes.soft}>{address}</span>
      </Table.Td>
      <Table.Td>
        {format.dateTime(new Date(used), { dateStyle: 'medium', timeStyle: 'short' })}
      </Table.Td>
      <Table.Td>
        <div className={classes.actions}>
          {isCurrent ? (
            <Badge variant="light">{t('current')}</Badge>
          ) : (
            <Button
              size="xs"
              variant="default"
              loading={end.isPending}
              onClick={() => {
                end.mutate();
              }}
            >
              {t('end')}
            </Button>
          )}
        </div>
      </Table.Td>
    </Table.Tr>
  );
}
