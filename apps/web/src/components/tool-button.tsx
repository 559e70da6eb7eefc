import { ActionIcon } from '@mantine/core';
import type { ComponentType } from 'react';

/** A button of an icon alone, whose name is read, and shown by the pointer. */
export function ToolButton({
  icon: Icon,
  label,
  isPressed,
  onClick,
}: {
  readonly icon: ComponentType<{ size?: number; stroke?: number }>;
  readonly label: string;
  /** Of one that is switched on and off. */
  readonly isPressed?: boolean;
  readonly onClick: () => void;
}) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={label}
      title={label}
      aria-pressed={isPressed}
      onClick={onClick}
    >
      <Icon size={20} stroke={1.7} />
    </ActionIcon>
  );
}
