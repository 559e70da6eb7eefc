import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { usePersonFault } from './person-fault.ts';
import { PersonForm } from './person-form.tsx';

/** A dialogue that asks for some values, and does something with them. */
export function FormDialog({
  title,
  action,
  mutation: { mutate, error, isPending },
  isReady = true,
  isOpen,
  onClose,
  children,
}: {
  readonly title: string;
  readonly action: string;
  readonly mutation: {
    readonly mutate: () => void;
    readonly error: unknown;
    readonly isPending: boolean;
  };
  /** Whether all that is needed was chosen. */
  readonly isReady?: boolean;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const t = useTranslations('actions');
  const fault = usePersonFault(error);
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <PersonForm
        fault={fault}
        onSubmit={mutate}
        action={
          <Button type="submit" loading={isPending} disabled={!isReady}>
            {action}
          </Button>
        }
      >
        {children}
      </PersonForm>
    </Modal>
  );
}
