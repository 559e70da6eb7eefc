import { Button, CopyButton, Modal } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import classes from './people-table.module.css';

/** Shows what nobody can ask for again: a link, or a token. */
export function SecretDialog({
  title,
  text,
  secret,
  onClose,
}: {
  readonly title: string;
  readonly text: string;
  /** Null where there is nothing to show. */
  readonly secret: string | null;
  readonly onClose: () => void;
}) {
  const t = useTranslations('people.secret');
  const close = useTranslations('actions');
  return (
    <Modal
      opened={secret !== null}
      onClose={onClose}
      title={title}
      size="lg"
      // One click beside it would lose it.
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': close('close') }}
    >
      <div className={classes.secret}>
        <p>{text}</p>
        <code>{secret}</code>
        <CopyButton value={secret ?? ''}>
          {({ copied, copy }) => (
            <Button
              onClick={copy}
              leftSection={copied ? <IconCheck size={18} /> : <IconCopy size={18} />}
            >
              {copied ? t('copied') : t('copy')}
            </Button>
          )}
        </CopyButton>
      </div>
    </Modal>
  );
}
