import { Button, type ButtonProps, Group, Modal, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';

/** A button that asks before it does what cannot be undone by itself. */
export function ConfirmButton({
  title,
  text,
  confirm,
  isDanger = false,
  onConfirm,
  children,
  ...button
}: ButtonProps & {
  readonly title: string;
  readonly text: ReactNode;
  readonly confirm: string;
  readonly isDanger?: boolean;
  readonly onConfirm: () => void;
  readonly children: ReactNode;
}) {
  const t = useTranslations('actions');
  const [isOpen, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button {...button} onClick={open}>
        {children}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={title}
        closeButtonProps={{ 'aria-label': t('close') }}
      >
        <Text>{text}</Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={close} data-autofocus>
            {t('cancel')}
          </Button>
          <Button
            {...(isDanger ? { color: 'red' } : {})}
            onClick={() => {
              close();
              onConfirm();
            }}
          >
            {confirm}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
