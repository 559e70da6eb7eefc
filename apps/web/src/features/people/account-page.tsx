import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import { useSession } from '../../app/session.tsx';
import { PageHead } from '../../components/page-head.tsx';
import type { PeopleApi } from '../../ports/people-api.ts';
import classes from './account-page.module.css';
import { PasswordField } from './password-field.tsx';
import { usePersonFault } from './person-fault.ts';
import { PersonForm } from './person-form.tsx';
import { SessionTable } from './session-table.tsx';

/** One's own password, and where one is signed in. */
export function AccountPage() {
  const t = useTranslations('account');
  const role = useTranslations('people.role');
  const { people } = useApi();
  const { user, signOut } = useSession();
  if (people === null || user === null) return <PageHead title={t('title')} lead={t('none')} />;
  return (
    <>
      <PageHead title={user.name} lead={role(user.role)}>
        <Button variant="default" onClick={signOut}>
          {t('signOut')}
        </Button>
      </PageHead>
      <div className={classes.panes}>
        <section className={classes.pane}>
          <h2>{t('password.title')}</h2>
          <PasswordChangeForm people={people} />
        </section>
        <section className={classes.pane}>
          <h2>{t('sessions')}</h2>
          <SessionTable people={people} />
        </section>
      </div>
    </>
  );
}

function PasswordChangeForm({ people }: { readonly people: PeopleApi }) {
  const t = useTranslations('account.password');
  const actions = useTranslations('actions');
  const client = useQueryClient();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const change = useMutation({
    mutationFn: async () => people.changePassword(current, password),
    onSuccess: async () => {
      setCurrent('');
      setPassword('');
      notifications.show({
        message: t('done'),
        closeButtonProps: { 'aria-label': actions('close') },
      });
      await client.invalidateQueries({ queryKey: keys.sessions() });
    },
  });
  const fault = usePersonFault(change.error);
  return (
    <PersonForm
      fault={fault}
      onSubmit={() => {
        change.mutate();
      }}
      action={
        <Button type="submit" loading={change.isPending}>
          {t('action')}
        </Button>
      }
    >
      <PasswordField label={t('current')} value={current} onChange={setCurrent} />
      <PasswordField label={t('new')} isNew value={password} onChange={setPassword} />
    </PersonForm>
  );
}
