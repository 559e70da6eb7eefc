import { Button } from '@mantine/core';
import { IconLogin2 } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import { EntryFrame } from './entry-frame.tsx';
import { NameField } from './name-field.tsx';
import { PasswordField } from './password-field.tsx';
import { PersonForm } from './person-form.tsx';
import { usePersonFault } from './person-fault.ts';

/** Sign in. */
export function LoginPage() {
  const t = useTranslations('login');
  return (
    <EntryFrame title={t('title')}>
      <LoginForm />
    </EntryFrame>
  );
}

function LoginForm() {
  const t = useTranslations('login');
  const { people } = useApi();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: async () => people?.signIn(name, password),
    onSuccess: async () => client.invalidateQueries({ queryKey: keys.session }),
  });
  const fault = usePersonFault(signIn.error);
  return (
    <PersonForm
      fault={fault}
      onSubmit={() => {
        signIn.mutate();
      }}
      action={
        <Button
          type="submit"
          size="md"
          loading={signIn.isPending}
          leftSection={<IconLogin2 size={20} />}
        >
          {t('action')}
        </Button>
      }
    >
      <NameField label={t('name')} isOwn value={name} onChange={setName} />
      <PasswordField label={t('password')} value={password} onChange={setPassword} />
    </PersonForm>
  );
}
