import { useTranslations } from 'use-intl';
import classes from './connection-state.module.css';
import { useConnection } from './live.tsx';

/** Whether results come in as they are made. */
export function ConnectionState() {
  const t = useTranslations('shell.connection');
  const state = useConnection();
  return (
    <p className={classes.state} data-state={state} role="status">
      <span className={classes.dot} aria-hidden="true" />
      <span>{t(state)}</span>
    </p>
  );
}
