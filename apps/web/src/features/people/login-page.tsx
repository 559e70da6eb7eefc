import { Button, PasswordInput, TextInput } from '@mantine/core';
import { IconLogin2 } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import { LanguageMenu } from '../../app/language-menu.tsx';
import { SchemeToggle } from '../../app/scheme-toggle.tsx';
import { useFaultText } from '../../components/fault-text.ts';
import { Fault } from '../../ports/fault.ts';
import classes from './login-page.module.css';

/** Sign in. */
export function LoginPage() {
  const t = useTranslations('login');
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <img src="/icon.svg" alt="" width="48" height="48" />
        <h1>{t('title')}</h1>
        <LoginForm />
      </div>
      <div className={classes.tools}>
        <LanguageMenu />
        <SchemeToggle />
      </div>
    </main>
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
  const fault = useFaultText(signIn.error);
  const isWrong = signIn.error instanceof Fault && signIn.error.kind === 'signed-out';
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        signIn.mutate();
      }}
    >
      <TextInput
        label={t('name')}
        autoComplete="username"
        required
        autoFocus
        value={name}
        onChange={({ currentTarget }) => {
          setName(currentTarget.value);
        }}
      />
      <PasswordInput
        label={t('password')}
        autoComplete="current-password"
        required
        value={password}
        visibilityToggleButtonProps={{ 'aria-label': t('show') }}
        onChange={({ currentTarget }) => {
          setPassword(currentTarget.value);
        }}
      />
      {signIn.isError && (
        <p role="alert" className={classes.fault}>
          {isWrong ? t('wrong') : `${fault.title}. ${fault.text}`}
        </p>
      )}
      <Button
        type="submit"
        size="md"
        loading={signIn.isPending}
        leftSection={<IconLogin2 size={20} />}
      >
        {t('action')}
      </Button>
    </form>
  );
}
