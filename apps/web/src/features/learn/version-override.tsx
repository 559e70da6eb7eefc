import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { isRegression } from '../../ports/fault.ts';
import classes from './version-override.module.css';

/** Why a version does not judge; where regression pictures stand against it, a way to let it judge for a reason. */
export function VersionOverride({
  error,
  text,
  onOverride,
}: {
  readonly error: unknown;
  /** What is wrong, of other faults. */
  readonly text: string;
  readonly onOverride: (reason: string) => void;
}) {
  const t = useTranslations('part.version');
  const [reason, setReason] = useState('');
  if (!isRegression(error)) {
    return <span role="alert">{text}</span>;
  }
  const names = namesOf(error.facts['broken']).join(', ');
  return (
    <div className={classes.override} role="alert" data-tone="fail">
      <p>{t('broken', { names })}</p>
      <TextInput
        label={t('override.reason')}
        value={reason}
        maxLength={2000}
        onChange={({ currentTarget }) => {
          setReason(currentTarget.value);
        }}
      />
      <Button
        size="sm"
        variant="default"
        disabled={reason.trim() === ''}
        onClick={() => {
          onOverride(reason.trim());
        }}
      >
        {t('override.action')}
      </Button>
    </div>
  );
}

/** Names of regression pictures, as the station tells them. */
function namesOf(broken: unknown): readonly string[] {
  if (!Array.isArray(broken)) return [];
  return broken.flatMap((one: unknown) =>
    typeof one === 'object' && one !== null && 'name' in one && typeof one.name === 'string'
      ? [one.name]
      : [],
  );
}
