import { Badge, Button, Modal, NativeSelect, Table } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'use-intl';
import { keys } from '../../app/query-keys.ts';
import { useSession } from '../../app/session.tsx';
import { ConfirmButton } from '../../components/confirm-button.tsx';
import { type PeopleApi, type Person, roles } from '../../ports/people-api.ts';
import classes from './people-table.module.css';
import { usePersonFault } from './person-fault.ts';
import { SessionTable } from './session-table.tsx';

const BADGES = {
  active: { variant: 'light' },
  invited: { variant: 'outline', color: 'gray' },
  disabled: { variant: 'light', color: 'gray' },
} as const;

/** Somebody who may sign in, and what can be done about it. */
export function PersonRow({
  people,
  person,
  onLink,
}: {
  readonly people: PeopleApi;
  readonly person: Person;
  /** Told a link by which they set a password. */
  readonly onLink: (address: string) => void;
}) {
  const t = useTranslations('people');
  const format = useFormatter();
  const { user } = useSession();
  const client = useQueryClient();
  const { id, name, role, state, signedIn } = person;
  const change = useMutation({
    mutationFn: async (wanted: Parameters<PeopleApi['change']>[1]) => people.change(id, wanted),
    onSettled: async () => client.invalidateQueries({ queryKey: keys.people }),
  });
  // Whoever takes their own role away by a slip of the mouse would have no way back.
  const isOwn = user?.name === name;
  return (
    <Table.Tr>
      <Table.Td>
        <strong>{name}</strong>
        {isOwn && <span className={classes.soft}>{t('own')}</span>}
      </Table.Td>
      <Table.Td>
        {isOwn ? (
          t(`role.${role}`)
        ) : (
          <NativeSelect
            aria-label={t('roleOf', { name })}
            value={role}
            disabled={change.isPending}
            data={roles.map((value) => ({ value, label: t(`role.${value}`) }))}
            onChange={({ currentTarget }) => {
              change.mutate({ role: roles.find((value) => value === currentTarget.value) ?? role });
            }}
          />
        )}
      </Table.Td>
      <Table.Td>
        <Badge {...BADGES[state]}>{t(`state.${state}`)}</Badge>
      </Table.Td>
      <Table.Td>
        {signedIn === null
          ? t('never')
          : format.dateTime(new Date(signedIn), { dateStyle: 'medium', timeStyle: 'short' })}
      </Table.Td>
      <Table.Td>
        <PersonActions
          people={people}
          person={person}
          isOwn={isOwn}
          onLink={onLink}
          change={change}
        />
      </Table.Td>
    </Table.Tr>
  );
}

/** Keeps somebody out, or lets them in. */
interface StateChange {
  readonly mutate: (wanted: { disabled: boolean }) => void;
  readonly error: unknown;
  readonly isPending: boolean;
}

function PersonActions({
  people,
  person: { id, name, state },
  isOwn,
  onLink,
  change,
}: {
  readonly people: PeopleApi;
  readonly person: Person;
  readonly isOwn: boolean;
  readonly onLink: (address: string) => void;
  readonly change: StateChange;
}) {
  const t = useTranslations('people');
  const invite = useMutation({ mutationFn: async () => people.invite(id), onSuccess: onLink });
  const fault = usePersonFault(change.error ?? invite.error);
  return (
    <div className={classes.actions}>
      <SessionsButton people={people} id={id} name={name} />
      {state !== 'disabled' && !isOwn && (
        <>
          <Button
            size="xs"
            variant="default"
            loading={invite.isPending}
            onClick={() => {
              invite.mutate();
            }}
          >
            {t('link.action')}
          </Button>
          <DisableButton
            name={name}
            onDisable={() => {
              change.mutate({ disabled: true });
            }}
          />
        </>
      )}
      {state === 'disabled' && (
        <Button
          size="xs"
          variant="default"
          loading={change.isPending}
          onClick={() => {
            change.mutate({ disabled: false });
          }}
        >
          {t('enable')}
        </Button>
      )}
      {fault !== null && (
        <p role="alert" className={classes.fault}>
          {fault}
        </p>
      )}
    </div>
  );
}

function DisableButton({
  name,
  onDisable,
}: {
  readonly name: string;
  readonly onDisable: () => void;
}) {
  const t = useTranslations('people');
  return (
    <ConfirmButton
      size="xs"
      variant="default"
      isDanger
      title={t('disable.title', { name })}
      text={t('disable.text')}
      confirm={t('disable.action')}
      onConfirm={onDisable}
    >
      {t('disable.action')}
    </ConfirmButton>
  );
}

function SessionsButton({
  people,
  id,
  name,
}: {
  readonly people: PeopleApi;
  readonly id: string;
  readonly name: string;
}) {
  const t = useTranslations('people');
  const actions = useTranslations('actions');
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button size="xs" variant="default" onClick={open}>
        {t('session.title')}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        size="lg"
        title={t('session.of', { name })}
        closeButtonProps={{ 'aria-label': actions('close') }}
      >
        <SessionTable people={people} personId={id} />
      </Modal>
    </>
  );
}
