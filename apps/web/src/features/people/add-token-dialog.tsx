import { Checkbox, NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { keys } from '../../app/query-keys.ts';
import { type PeopleApi, type Scope, scopes } from '../../ports/people-api.ts';
import { FormDialog } from './form-dialog.tsx';
import { NameField } from './name-field.tsx';
import classes from './people-table.module.css';

/** How long a token may last, days; null: for good. */
const LASTS = [30, 90, 365, null] as const;

/** Makes a token for a program. */
export function AddTokenDialog({
  people,
  isOpen,
  onClose,
  onToken,
}: {
  readonly people: PeopleApi;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onToken: (token: string) => void;
}) {
  const t = useTranslations('machines');
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<readonly Scope[]>(['inspect']);
  const [days, setDays] = useState<number | null>(365);
  const add = useMutation({
    mutationFn: async () => people.addToken({ name, scopes: chosen, days }),
    onSuccess: async (token) => {
      setName('');
      onClose();
      onToken(token);
      await client.invalidateQueries({ queryKey: keys.tokens });
    },
  });
  return (
    <FormDialog
      title={t('add.title')}
      action={t('add.action')}
      mutation={add}
      isReady={chosen.length > 0}
      isOpen={isOpen}
      onClose={onClose}
    >
      <NameField label={t('column.name')} rule={t('add.rule')} value={name} onChange={setName} />
      <ScopeChoice chosen={chosen} onChange={setChosen} />
      <NativeSelect
        label={t('column.expires')}
        value={String(days)}
        data={LASTS.map((value) => ({
          value: String(value),
          label: value === null ? t('never') : t('days', { count: value }),
        }))}
        onChange={({ currentTarget }) => {
          setDays(LASTS.find((value) => String(value) === currentTarget.value) ?? null);
        }}
      />
    </FormDialog>
  );
}

function ScopeChoice({
  chosen,
  onChange,
}: {
  readonly chosen: readonly Scope[];
  readonly onChange: (scopes: readonly Scope[]) => void;
}) {
  const t = useTranslations('machines');
  return (
    <Checkbox.Group
      label={t('column.scopes')}
      value={[...chosen]}
      onChange={(values) => {
        onChange(scopes.filter((scope) => values.includes(scope)));
      }}
    >
      <div className={classes.scopes}>
        {scopes.map((scope) => (
          <Checkbox key={scope} value={scope} label={t(`scope.${scope}`)} />
        ))}
      </div>
    </Checkbox.Group>
  );
}
