import { Button, Loader } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useFaultText } from './fault-text.ts';
import classes from './states.module.css';

type Icon = ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: 'true' }>;

/** What a page shows where there is nothing yet: why, and what to do. */
export function EmptyState({
  icon: Icon,
  title,
  children,
  action,
}: {
  readonly icon: Icon;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className={classes.state}>
      <Icon size={48} stroke={1.2} aria-hidden="true" />
      <h2>{title}</h2>
      {children !== undefined && <p>{children}</p>}
      {action}
    </div>
  );
}

/** What a page shows until it has what it asked for. */
export function LoadingState() {
  const t = useTranslations('states');
  return (
    <div className={classes.state} role="status">
      <Loader type="dots" />
      <span className="visually-hidden">{t('loading')}</span>
    </div>
  );
}

/** What a page shows that did not get what it asked for. */
export function FailureState({
  error,
  onRetry,
}: {
  readonly error: unknown;
  readonly onRetry?: () => void;
}) {
  const t = useTranslations('states');
  const { title, text } = useFaultText(error);
  return (
    <div className={classes.state} role="alert">
      <IconPlugConnectedX size={48} stroke={1.2} aria-hidden="true" />
      <h2>{title}</h2>
      <p>{text}</p>
      {onRetry && (
        <Button variant="default" onClick={onRetry}>
          {t('retry')}
        </Button>
      )}
    </div>
  );
}

/** What a page shows in the place of what it asked for and does not have: that it waits, or why there is nothing. */
export function UnansweredState({
  query: { error, refetch },
}: {
  readonly query: { readonly error: unknown; readonly refetch: () => Promise<unknown> };
}) {
  if (error === null) return <LoadingState />;
  return (
    <FailureState
      error={error}
      onRetry={() => {
        void refetch();
      }}
    />
  );
}
