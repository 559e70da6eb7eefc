import { Button, Table } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { keys } from '../../app/query-keys.ts';
import { TableFrame } from '../../components/table-frame.tsx';
import { FailureState, LoadingState } from '../../components/states.tsx';
import type { PeopleApi } from '../../ports/people-api.ts';
import { AddPersonDialog } from './add-person-dialog.tsx';
import { PersonRow } from './person-row.tsx';
import classes from './people-table.module.css';
import { SecretDialog } from './secret-dialog.tsx';

/** Everybody who may sign in, or might once. */
export function PersonList({ people }: { readonly people: PeopleApi }) {
  const t = useTranslations('people');
  const [isAdding, setAdding] = useState(false);
  const [link, setLink] = useState<string | null>(null);
  const query = useQuery({
    queryKey: keys.people,
    queryFn: async ({ signal }) => people.people(signal),
  });
  if (query.isError) return <FailureState error={query.error} />;
  if (query.data === undefined) return <LoadingState />;
  return (
    <>
      <div className={classes.head}>
        <p>{t('rule')}</p>
        <Button
          leftSection={<IconUserPlus size={18} />}
          onClick={() => {
            setAdding(true);
          }}
        >
          {t('add.title')}
        </Button>
      </div>
      <TableFrame>
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('column.name')}</Table.Th>
              <Table.Th>{t('column.role')}</Table.Th>
              <Table.Th>{t('column.state')}</Table.Th>
              <Table.Th>{t('column.signedIn')}</Table.Th>
              <Table.Th aria-label={t('session.actions')} />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {query.data.map((person) => (
              <PersonRow key={person.id} people={people} person={person} onLink={setLink} />
            ))}
          </Table.Tbody>
        </Table>
      </TableFrame>
      <AddPersonDialog
        people={people}
        isOpen={isAdding}
        onClose={() => {
          setAdding(false);
        }}
        onLink={setLink}
      />
      <SecretDialog
        title={t('link.title')}
        text={t('link.text')}
        secret={link}
        onClose={() => {
          setLink(null);
        }}
      />
    </>
  );
}
