import { Badge, Button, Table } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { keys } from '../../app/query-keys.ts';
import { TableFrame } from '../../components/table-frame.tsx';
import { ConfirmButton } from '../../components/confirm-button.tsx';
import { FailureState, LoadingState } from '../../components/states.tsx';
import type { MachineToken, PeopleApi } from '../../ports/people-api.ts';
import { AddTokenDialog } from './add-token-dialog.tsx';
import classes from './people-table.module.css';
import { SecretDialog } from './secret-dialog.tsx';

/** Programs that may ask the station, each by its token. */
export function MachineList({ people }: { readonly people: PeopleApi }) {
  const t = useTranslations('machines');
  const [isAdding, setAdding] = useState(false);
  const [token, setToken] = useState<string | null>(null);
  const query = useQuery({
    queryKey: keys.tokens,
    queryFn: async ({ signal }) => people.tokens(signal),
  });
  if (query.isError) return <FailureState error={query.error} />;
  if (query.data === undefined) return <LoadingState />;
  return (
    <>
      <div className={classes.head}>
        <p>{t('lead')}</p>
        <Button
          leftSection={<IconPlus size={18} />}
          onClick={() => {
            setAdding(true);
          }}
        >
          {t('add.title')}
        </Button>
      </div>
      {query.data.length === 0 ? (
        <p>{t('none')}</p>
      ) : (
        <TokenTable people={people} tokens={query.data} />
      )}
      <AddTokenDialog
        people={people}
        isOpen={isAdding}
        onClose={() => {
          setAdding(false);
        }}
        onToken={setToken}
      />
      <SecretDialog
        title={t('secret.title')}
        text={t('secret.text')}
        secret={token}
        onClose={() => {
          setToken(null);
        }}
      />
    </>
  );
}

function TokenTable({
  people,
  tokens,
}: {
  readonly people: PeopleApi;
  readonly tokens: readonly MachineToken[];
}) {
  const t = useTranslations('machines.column');
  const actions = useTranslations('people.session');
  return (
    <TableFrame>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('name')}</Table.Th>
            <Table.Th>{t('scopes')}</Table.Th>
            <Table.Th>{t('expires')}</Table.Th>
            <Table.Th>{t('used')}</Table.Th>
            <Table.Th aria-label={actions('actions')} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tokens.map((token) => (
            <Row key={token.id} people={people} token={token} />
          ))}
        </Table.Tbody>
      </Table>
    </TableFrame>
  );
}

function Row({
  people,
  token: { id, name, scopes, expires, used, state },
}: {
  readonly people: PeopleApi;
  readonly token: MachineToken;
}) {
  const t = useTranslations('machines');
  const format = useFormatter();
  const client = useQueryClient();
  const revoke = useMutation({
    mutationFn: async () => people.revokeToken(id),
    onSettled: async () => client.invalidateQueries({ queryKey: keys.tokens }),
  });
  const date = (time: string) => format.dateTime(new Date(time), { dateStyle: 'medium' });
  return (
    <Table.Tr>
      <Table.Td>
        <strong>{name}</strong>
      </Table.Td>
      <Table.Td>{scopes.map((scope) => t(`scope.${scope}`)).join(', ')}</Table.Td>
      <Table.Td>{expires === null ? t('never') : date(expires)}</Table.Td>
      <Table.Td>{used === null ? t('unused') : date(used)}</Table.Td>
      <Table.Td>
        <div className={classes.actions}>
          {state === 'valid' ? (
            <ConfirmButton
              size="xs"
              variant="default"
              isDanger
              loading={revoke.isPending}
              title={t('revoke.title', { name })}
              text={t('revoke.text')}
              confirm={t('revoke.action')}
              onConfirm={() => {
                revoke.mutate();
              }}
            >
              {t('revoke.action')}
            </ConfirmButton>
          ) : (
            <Badge variant="light" color="gray">
              {t(`state.${state}`)}
            </Badge>
          )}
        </div>
      </Table.Td>
    </Table.Tr>
  );
}
