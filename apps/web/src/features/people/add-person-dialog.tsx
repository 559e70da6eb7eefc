import { NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { keys } from '../../app/query-keys.ts';
import { type PeopleApi, type Role, roles } from '../../ports/people-api.ts';
import { FormDialog } from './form-dialog.tsx';
import { NameField } from './name-field.tsx';

/** Adds somebody, who sets a password by a link. */
export function AddPersonDialog({
  people,
  isOpen,
  onClose,
  onLink,
}: {
  readonly people: PeopleApi;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onLink: (address: string) => void;
}) {
  const t = useTranslations('people');
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('operator');
  const add = useMutation({
    mutationFn: async () => people.add(name, role),
    onSuccess: async (address) => {
      setName('');
      onClose();
      onLink(address);
      await client.invalidateQueries({ queryKey: keys.people });
    },
  });
  return (
    <FormDialog
      title={t('add.title')}
      action={t('add.action')}
      mutation={add}
      isOpen={isOpen}
      onClose={onClose}
    >
      <NameField label={t('column.name')} rule={t('add.rule')} value={name} onChange={setName} />
      <NativeSelect
        label={t('column.role')}
        description={t(`may.${role}`)}
        value={role}
        data={roles.map((value) => ({ value, label: t(`role.${value}`) }))}
        onChange={({ currentTarget }) => {
          setRole(roles.find((value) => value === currentTarget.value) ?? 'operator');
        }}
      />
    </FormDialog>
  );
}
