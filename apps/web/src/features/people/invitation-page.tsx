import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useApi } from '../../app/api.tsx';
import { keys } from '../../app/query-keys.ts';
import { LoadingState } from '../../components/states.tsx';
import { Fault } from '../../ports/fault.ts';
import type { Invitation, PeopleApi } from '../../ports/people-api.ts';
import { EntryFrame } from './entry-frame.tsx';
import { NameField } from './name-field.tsx';
import { PasswordField } from './password-field.tsx';
import { usePersonFault } from './person-fault.ts';
import { PersonForm } from './person-form.tsx';

/** Whoever follows a link sets a password here. */
export function InvitationPage() {
  const { people } = useApi();
  return people === null ? null : <OpenedLink people={people} token={location.hash.slice(1)} />;
}

function OpenedLink({ people, token }: { readonly people: PeopleApi; readonly token: string }) {
  const t = useTranslations('invitation');
  const query = useQuery({
    queryKey: keys.invitation(token),
    queryFn: async () => people.invitation(token),
    staleTime: Infinity,
  });
  const fault = usePersonFault(query.error);
  if (query.isPending) return <LoadingState />;
  if (query.data !== undefined) {
    return (
      <EntryFrame title={query.data.name === null ? t('first') : t('title')}>
        <PasswordForm people={people} token={token} invitation={query.data} />
      </EntryFrame>
    );
  }
  const isWorthless =
    query.error instanceof Fault && !['unreachable', 'busy'].includes(query.error.kind);
  return (
    <EntryFrame title={t('invalid.title')}>
      <p>{isWorthless ? t('invalid.text') : fault}</p>
      <Button component="a" href="/" variant="default">
        {t('invalid.action')}
      </Button>
    </EntryFrame>
  );
}

function PasswordForm({
  people,
  token,
  invitation,
}: {
  readonly people: PeopleApi;
  readonly token: string;
  readonly invitation: Invitation;
}) {
  const t = useTranslations('invitation');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const isOther = again !== '' && again !== password;
  const accept = useMutation({
    mutationFn: async () =>
      people.accept(token, password, invitation.name === null ? name : undefined),
    // A page that is loaded anew knows who is signed in; the link is no address to come back to.
    onSuccess: () => {
      location.replace('/');
    },
  });
  const fault = usePersonFault(accept.error);
  return (
    <PersonForm
      fault={fault}
      onSubmit={() => {
        if (again === password) accept.mutate();
      }}
      action={
        <Button type="submit" size="md" loading={accept.isPending || accept.isSuccess}>
          {t('action')}
        </Button>
      }
    >
      {invitation.name === null ? (
        <NameField label={t('name')} rule={t('nameRule')} isOwn value={name} onChange={setName} />
      ) : (
        <p>{t.rich('for', { name: invitation.name, b: (text) => <strong>{text}</strong> })}</p>
      )}
      <PasswordField label={t('password')} isNew value={password} onChange={setPassword} />
      <PasswordField
        label={t('again')}
        isNew
        value={again}
        error={isOther && t('other')}
        onChange={setAgain}
      />
    </PersonForm>
  );
}
