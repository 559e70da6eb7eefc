import { PasswordInput } from '@mantine/core';
import { useTranslations } from 'use-intl';

/** Fewest characters of a password that is set. */
const SHORTEST_PASSWORD = 10;

/** Where a password is typed; it can be looked at. */
export function PasswordField({
  label,
  isNew = false,
  value,
  error,
  onChange,
}: {
  readonly label: string;
  /** Whether it is to be set, and so long enough. */
  readonly isNew?: boolean;
  readonly value: string;
  readonly error?: string | false;
  readonly onChange: (value: string) => void;
}) {
  const t = useTranslations('login');
  return (
    <PasswordInput
      label={label}
      description={isNew ? t('rule', { count: SHORTEST_PASSWORD }) : undefined}
      autoComplete={isNew ? 'new-password' : 'current-password'}
      required
      minLength={isNew ? SHORTEST_PASSWORD : undefined}
      maxLength={200}
      value={value}
      error={error}
      visibilityToggleButtonProps={{ 'aria-label': t('show') }}
      onChange={({ currentTarget }) => {
        onChange(currentTarget.value);
      }}
    />
  );
}
