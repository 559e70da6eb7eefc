import { TextInput } from '@mantine/core';

/** Where the name of somebody or something is typed, which is to stay what it is. */
export function NameField({
  label,
  rule,
  isOwn = false,
  value,
  onChange,
}: {
  readonly label: string;
  readonly rule?: string;
  /** Whether it is that of whoever types, which the browser may know. */
  readonly isOwn?: boolean;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <TextInput
      label={label}
      description={rule}
      autoComplete={isOwn ? 'username' : 'off'}
      required
      autoFocus={isOwn}
      data-autofocus
      maxLength={64}
      value={value}
      onChange={({ currentTarget }) => {
        onChange(currentTarget.value);
      }}
    />
  );
}
